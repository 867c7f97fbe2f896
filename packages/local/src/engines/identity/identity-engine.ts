import type { Clock } from "../../clock/index.js";
import { WorkspaceError } from "../../errors/index.js";
import type { Store } from "../../state/index.js";
import { nameOf, newId, type Directory } from "./directory.js";
import { GROUPS } from "./groups.js";
import type {
  GroupRecord,
  Principal,
  PrincipalRecord,
  ServicePrincipalRecord,
  UserRecord,
} from "./records.js";
import { refs } from "./resource-values.js";
import { ScimCollection } from "./scim-collection.js";
import { project, type Projection, type Resource } from "./scim/index.js";
import { Scope } from "./scope.js";
import { SERVICE_PRINCIPALS } from "./service-principals.js";
import { admit, systemGroup } from "./system-groups.js";
import { TokenManagement } from "./token-management.js";
import { Tokens } from "./tokens.js";
import { newUser, USERS } from "./users.js";

/** A user to have in the workspace. */
export interface NewUser {
  /** An e-mail address; lower-cased. */
  readonly userName: string;
  /** Default: the user name. */
  readonly displayName?: string | undefined;
  /** Decimal digits. Default: a new id. */
  readonly id?: string | undefined;
  /** Whether the user administers the workspace. Default false. */
  readonly admin?: boolean | undefined;
  /** Whether the user administers the account. Default false. */
  readonly accountAdmin?: boolean | undefined;
}

/** What the people of a workspace are kept with. */
export interface IdentityEngineOptions {
  /** Everybody in the account. */
  readonly directory: Directory;
  readonly workspaceId: number;
  /** The workspace's own scope; collections `tokens`, `token-hashes`. */
  readonly store: Store;
  readonly clock: Clock;
  /** How many unexpired tokens one user may have. Default 600. */
  readonly tokenQuota?: number;
}

/** The people of one workspace, and what they authenticate with. */
export class IdentityEngine {
  readonly users: ScimCollection<UserRecord>;
  readonly groups: ScimCollection<GroupRecord>;
  readonly servicePrincipals: ScimCollection<ServicePrincipalRecord>;
  /** The personal access tokens, for their owners. */
  readonly tokens: Tokens;
  /** The personal access tokens, for administrators. */
  readonly tokenManagement: TokenManagement;
  readonly #directory: Directory;
  readonly #workspaceId: number;
  readonly #scope: Scope;

  constructor({ directory, workspaceId, store, clock, tokenQuota }: IdentityEngineOptions) {
    this.#directory = directory;
    this.#workspaceId = workspaceId;
    this.#scope = new Scope(directory, workspaceId);
    this.users = new ScimCollection(this.#scope, USERS);
    this.groups = new ScimCollection(this.#scope, GROUPS);
    this.servicePrincipals = new ScimCollection(this.#scope, SERVICE_PRINCIPALS);
    const quota = tokenQuota === undefined ? {} : { quota: tokenQuota };
    this.tokens = new Tokens({ store, clock, ...quota });
    this.tokenManagement = new TokenManagement(this.tokens, directory);
    for (const name of ["admins", "users"] as const) systemGroup(directory, workspaceId, name);
  }

  /** Sees to it that there is such a user in the workspace; who is there already keeps what they have. */
  ensureUser(user: NewUser): Principal {
    const userName = user.userName.toLowerCase();
    return this.#directory.transaction(() => {
      const { id = newId(), displayName } = user;
      const known =
        this.#directory.userByName(userName) ?? newUser({ id, userName, displayName, roles: [] });
      const added = user.accountAdmin ? ["account_admin"] : [];
      const roles = [...new Set([...known.roles, ...added])];
      // Why not for all: who was deactivated stays so, but somebody must be able to come in.
      const active = known.active || user.accountAdmin === true;
      this.#directory.put({ ...known, roles, active });
      const admins = systemGroup(this.#directory, this.#workspaceId, "admins");
      const admin = user.admin === true || admins.members.includes(known.id);
      admit(this.#directory, this.#workspaceId, known.id, admin);
      return { id: known.id, userName };
    });
  }

  /** The active user or service principal of that name, in any case, if it is in the workspace. */
  principalByName(name: string): Principal | undefined {
    const id = this.#directory.byName(name)?.id;
    return id === undefined ? undefined : this.admits(id);
  }

  /** Whether there is an active user or service principal of that name in the workspace. */
  isPrincipal(name: string): boolean {
    return this.principalByName(name) !== undefined;
  }

  /** The active user or service principal of that id, if it is in the workspace. */
  admits(id: string): Principal | undefined {
    const principal = this.#directory.principal(id);
    if (!principal) return undefined;
    // Why first: it is so for nearly all, and needs to look at one record only.
    if (this.#directory.assignment(this.#workspaceId, id)) return principal;
    return this.#scope.view().find(id) && principal;
  }

  /** Whom a personal access token stands for; undefined when it stands for nobody, or no longer. */
  authenticate(token: string): Principal | undefined {
    const owner = this.tokens.owner(token);
    return owner === undefined ? undefined : this.admits(owner);
  }

  /** Whether somebody administers the workspace, itself or through a group. */
  isAdmin(id: string): boolean {
    return this.#scope.view().isAdmin(id);
  }

  /** Whether somebody may do what an entitlement allows, itself or through groups. */
  isEntitled(id: string, entitlement: string): boolean {
    const record = this.#directory.find(id);
    if (!record) return false;
    return this.#scope.view().allGrantsOf(record).entitlements.includes(entitlement);
  }

  /** The ids of the groups that somebody is in, directly or not. */
  groupIds(id: string): ReadonlySet<string> {
    const record = this.#directory.find(id);
    const links = record ? this.#scope.view().groupsOf(record) : [];
    return new Set(links.map(({ group }) => group.id));
  }

  /** The user or service principal of that name, in any case, active or not. */
  findByName(name: string): PrincipalRecord | undefined {
    return this.find(this.#directory.byName(name)?.id ?? "");
  }

  /** Whoever has that id and is in the workspace: a user, a service principal or a group. */
  find(id: string): PrincipalRecord | undefined {
    return this.#scope.view().find(id);
  }

  /** The group of that name, in any case, that is seen in the workspace. */
  groupByName(name: string): GroupRecord | undefined {
    const lower = name.toLowerCase();
    const view = this.#scope.view();
    return this.#directory
      .groups()
      .find((group) => group.displayName.toLowerCase() === lower && view.contains(group));
  }

  /**
   * Whoever makes a request, as SCIM shows users: with the names of all that it may do.
   *
   * @throws WorkspaceError `RESOURCE_DOES_NOT_EXIST` when it is gone
   */
  me({ id }: Principal, projection: Projection = {}): Resource {
    const view = this.#scope.view();
    const record = view.find(id);
    if (!record || record.kind === "group") {
      throw new WorkspaceError("RESOURCE_DOES_NOT_EXIST", `User with id ${id} not found.`);
    }
    const user = record.kind === "user" ? record : asUser(record);
    const { entitlements, roles } = view.allGrantsOf(record);
    const shown = {
      ...USERS.show(user, view),
      ...refs("entitlements", entitlements),
      ...refs("roles", roles),
    };
    return project(shown, projection);
  }
}

/** A program has its application id for a user name: clients tell it by that. */
function asUser(record: ServicePrincipalRecord): UserRecord {
  const { id, displayName, roles, active, externalId } = record;
  const userName = nameOf(record);
  return { ...newUser({ id, userName, displayName, roles, active, externalId }), emails: [] };
}
