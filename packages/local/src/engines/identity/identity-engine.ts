import { randomInt } from "node:crypto";
import type { Clock } from "../../clock/index.js";
import { WorkspaceError } from "../../errors/index.js";
import type { Collection, Store } from "../../state/index.js";
import { project, type Projection, type ScimUser } from "./scim-user.js";
import { Tokens } from "./tokens.js";

/** Who a credential stands for. */
export interface Principal {
  /** SCIM id: decimal digits. */
  readonly id: string;
  readonly userName: string;
}

/** A user to have in the workspace. */
export interface NewUser {
  /** An e-mail address; lower-cased. */
  readonly userName: string;
  /** Default: the user name. */
  readonly displayName?: string;
  /** Decimal digits. Default: a new id. */
  readonly id?: string;
  /** Whether the user is one of the group `admins`. Default false. */
  readonly admin?: boolean;
}

/** What the people of a workspace are kept with. */
export interface IdentityEngineOptions {
  /** The workspace's own scope; collections `users`, `groups`, `tokens`, `token-hashes`. */
  readonly store: Store;
  readonly clock: Clock;
  /** How many unexpired tokens one user may have. Default 600. */
  readonly tokenQuota?: number;
}

interface UserRecord {
  readonly id: string;
  readonly userName: string;
  readonly displayName: string;
  readonly active: boolean;
  readonly externalId?: string;
}

interface GroupRecord {
  readonly id: string;
  readonly displayName: string;
  readonly entitlements: readonly string[];
  /** Ids of users. */
  readonly members: readonly string[];
}

const USER_SCHEMA = "urn:ietf:params:scim:schemas:core:2.0:User";
/** The groups that every workspace has, and what their members may do. */
const SYSTEM_GROUPS: Readonly<Record<string, readonly string[]>> = {
  admins: ["allow-cluster-create", "allow-instance-pool-create"],
  users: ["workspace-access", "databricks-sql-access"],
};

/** The users of one workspace, and what they authenticate with. */
export class IdentityEngine {
  /** The personal access tokens. */
  readonly tokens: Tokens;
  readonly #users: Collection<UserRecord>;
  readonly #groups: Collection<GroupRecord>;
  readonly #store: Store;

  constructor({ store, clock, tokenQuota }: IdentityEngineOptions) {
    this.#store = store;
    this.#users = store.collection("users");
    this.#groups = store.collection("groups");
    this.tokens = new Tokens({
      store,
      clock,
      ...(tokenQuota !== undefined && { quota: tokenQuota }),
    });
  }

  /** Makes sure that there is such a user; one of the same name is left as it is. */
  ensureUser(user: NewUser): Principal {
    const userName = user.userName.toLowerCase();
    return this.#store.transaction(() => {
      const known = this.#byName(userName);
      const id = known?.id ?? user.id ?? newId();
      if (!known) {
        const displayName = user.displayName ?? userName;
        this.#users.put(id, { id, userName, displayName, active: true });
      }
      for (const group of user.admin ? ["admins", "users"] : ["users"]) this.#join(group, id);
      return { id, userName };
    });
  }

  /** Whether there is an active user of that name, in any case. */
  isPrincipal(name: string): boolean {
    return this.#byName(name.toLowerCase())?.active === true;
  }

  /** Whom a personal access token stands for; undefined when it stands for nobody, or no longer. */
  authenticate(token: string): Principal | undefined {
    const user = this.#users.get(this.tokens.owner(token) ?? "");
    return user?.active ? { id: user.id, userName: user.userName } : undefined;
  }

  /**
   * A user as SCIM shows it.
   *
   * @throws WorkspaceError `RESOURCE_DOES_NOT_EXIST` when there is no user of that id
   */
  user(id: string, projection: Projection = {}): Partial<ScimUser> {
    const user = this.#users.get(id);
    if (!user) throw new WorkspaceError("RESOURCE_DOES_NOT_EXIST", `User with id ${id} not found.`);
    return project(this.#scimUser(user), projection);
  }

  #scimUser(user: UserRecord): ScimUser {
    const groups = this.#groups.values().filter(({ members }) => members.includes(user.id));
    const entitlements = new Set(groups.flatMap((group) => group.entitlements));
    return {
      schemas: [USER_SCHEMA],
      id: user.id,
      userName: user.userName,
      displayName: user.displayName,
      active: user.active,
      name: nameOf(user),
      emails: [{ type: "work", value: user.userName, primary: true }],
      groups: groups.map(({ id, displayName }) => ({
        display: displayName,
        type: "direct",
        value: id,
        $ref: `Groups/${id}`,
      })),
      entitlements: Array.from(entitlements, (value) => ({ value })),
      roles: [],
      ...(user.externalId !== undefined && { externalId: user.externalId }),
    };
  }

  #byName(userName: string): UserRecord | undefined {
    return this.#users.values().find((user) => user.userName === userName);
  }

  #join(displayName: string, userId: string): void {
    const known = this.#groups.values().find((group) => group.displayName === displayName);
    const group = known ?? {
      id: newId(),
      displayName,
      entitlements: SYSTEM_GROUPS[displayName] ?? [],
      members: [],
    };
    if (group.members.includes(userId)) return;
    this.#groups.put(group.id, { ...group, members: [...group.members, userId] });
  }
}

/** The parts of a displayed name; a user name is one part. */
function nameOf({ displayName }: UserRecord): ScimUser["name"] {
  const [givenName = displayName, ...rest] = displayName.split(/\s+/);
  return rest.length > 0 ? { givenName, familyName: rest.join(" ") } : { givenName };
}

/** 16 decimal digits that a `number` holds exactly. */
function newId(): string {
  return String(1e15 + randomInt(2 ** 47));
}
