import { randomInt } from "node:crypto";
import type { Collection, Store } from "../../state/index.js";
import { GroupGraph } from "./group-graph.js";
import type {
  AssignmentRecord,
  GroupRecord,
  Principal,
  PrincipalRecord,
  ServicePrincipalRecord,
  UserRecord,
} from "./records.js";

/**
 * Everybody in the account: users, service principals, groups (the account's and those of each
 * workspace), and who is in which workspace. It keeps and finds; rules are made by those who use it.
 */
export class Directory {
  readonly #store: Store;
  readonly #users: Collection<UserRecord>;
  readonly #servicePrincipals: Collection<ServicePrincipalRecord>;
  readonly #groups: Collection<GroupRecord>;
  readonly #assignments: Collection<AssignmentRecord>;
  #version = 0;

  /** @param store the account's; collections `users`, `service-principals`, `groups`, `assignments` */
  constructor(store: Store) {
    this.#store = store;
    this.#users = store.collection("users");
    this.#servicePrincipals = store.collection("service-principals");
    this.#groups = store.collection("groups");
    this.#assignments = store.collection("assignments");
  }

  /** Another number after each change: what was concluded before may be wrong then. */
  get version(): number {
    return this.#version;
  }

  /** Runs `work` whole or not at all. */
  transaction<T>(work: () => T): T {
    try {
      return this.#store.transaction(work);
    } finally {
      // Why: if it failed, what was seen on the way is not so.
      this.#version += 1;
    }
  }

  /** The user, service principal or group of that id. */
  find(id: string): PrincipalRecord | undefined {
    return this.#users.get(id) ?? this.#servicePrincipals.get(id) ?? this.#groups.get(id);
  }

  /** All users in the order in which they came. */
  users(): readonly UserRecord[] {
    return this.#users.values();
  }

  /** All service principals in the order in which they came. */
  servicePrincipals(): readonly ServicePrincipalRecord[] {
    return this.#servicePrincipals.values();
  }

  /** All groups, the account's and those of every workspace. */
  groups(): readonly GroupRecord[] {
    return this.#groups.values();
  }

  /** Who belongs to which group at this moment. */
  graph(): GroupGraph {
    return new GroupGraph(this.groups());
  }

  /** The user of that id. */
  user(id: string): UserRecord | undefined {
    return this.#users.get(id);
  }

  /** The user of that name, in any case. */
  userByName(userName: string): UserRecord | undefined {
    const lower = userName.toLowerCase();
    return this.users().find((user) => user.userName === lower);
  }

  /** The service principal of that application id, which is its OAuth client id too. */
  servicePrincipalByClientId(applicationId: string): ServicePrincipalRecord | undefined {
    const lower = applicationId.toLowerCase();
    return this.servicePrincipals().find((one) => one.applicationId === lower);
  }

  /** The user or service principal of that name. */
  byName(name: string): ServicePrincipalRecord | UserRecord | undefined {
    return this.userByName(name) ?? this.servicePrincipalByClientId(name);
  }

  /** Whether there is such a user or service principal, and it is not deactivated. */
  isActive(id: string): boolean {
    return this.principal(id) !== undefined;
  }

  /** The active user or service principal of that id, as whoever makes requests. */
  principal(id: string): Principal | undefined {
    const record = this.#users.get(id) ?? this.#servicePrincipals.get(id);
    return record?.active ? { id, userName: nameOf(record) } : undefined;
  }

  /** Keeps a new or a changed record. */
  put(record: PrincipalRecord): void {
    this.#version += 1;
    if (record.kind === "user") this.#users.put(record.id, record);
    else if (record.kind === "servicePrincipal") this.#servicePrincipals.put(record.id, record);
    else this.#groups.put(record.id, record);
  }

  /** Forgets somebody, and that it was in groups and workspaces. */
  remove(id: string): void {
    this.transaction(() => {
      this.#users.delete(id);
      this.#servicePrincipals.delete(id);
      this.#groups.delete(id);
      for (const group of this.groups()) this.leave(group, id);
      for (const { workspaceId, principalId } of this.#assignments.values()) {
        if (principalId === id) this.unassign(workspaceId, id);
      }
    });
  }

  /** Takes somebody out of a group. */
  leave(group: GroupRecord, id: string): void {
    if (!group.members.includes(id)) return;
    this.put({ ...group, members: group.members.filter((member) => member !== id) });
  }

  /** Who was put into a workspace. */
  assignments(workspaceId: number): readonly AssignmentRecord[] {
    return this.#assignments.values().filter((one) => one.workspaceId === workspaceId);
  }

  /** How somebody was put into a workspace; undefined: it was not. */
  assignment(workspaceId: number, principalId: string): AssignmentRecord | undefined {
    return this.#assignments.get(keyOf(workspaceId, principalId));
  }

  /** Puts somebody into a workspace, or changes what it may do there. */
  assign(
    workspaceId: number,
    principalId: string,
    grants?: Pick<AssignmentRecord, "entitlements" | "roles">,
  ): void {
    const known = this.assignment(workspaceId, principalId);
    if (known && !grants) return;
    const { entitlements, roles } = grants ?? { entitlements: [], roles: [] };
    const record = { workspaceId, principalId, entitlements, roles };
    this.#assignments.put(keyOf(workspaceId, principalId), record);
    this.#version += 1;
  }

  /** Takes somebody out of a workspace. */
  unassign(workspaceId: number, principalId: string): void {
    this.#assignments.delete(keyOf(workspaceId, principalId));
    this.#version += 1;
    for (const group of this.groups()) {
      if (group.workspaceId === workspaceId) this.leave(group, principalId);
    }
  }

  /** Forgets a workspace's groups and who was in it. */
  removeWorkspace(workspaceId: number): void {
    this.transaction(() => {
      for (const { id, workspaceId: home } of this.groups()) {
        if (home === workspaceId) this.#groups.delete(id);
      }
      for (const { principalId } of this.assignments(workspaceId)) {
        this.unassign(workspaceId, principalId);
      }
    });
  }

  /** Whether somebody administers the account, itself or through a group. */
  isAccountAdmin(id: string): boolean {
    const direct = this.find(id);
    const groups = this.graph().above(id);
    // Why: the roles of a workspace's own groups are given by its administrators.
    return [direct, ...groups.map(({ group }) => group)].some((record) => {
      const local = record?.kind === "group" && record.workspaceId !== undefined;
      return !local && record?.roles.includes("account_admin") === true;
    });
  }
}

/** What a user or service principal is called where only one name is shown. */
export function nameOf(record: ServicePrincipalRecord | UserRecord): string {
  return record.kind === "user" ? record.userName : record.applicationId;
}

/** 16 decimal digits that a `number` holds exactly. */
export function newId(): string {
  return String(1e15 + randomInt(2 ** 47));
}

function keyOf(workspaceId: number, principalId: string): string {
  return `${workspaceId}/${principalId}`;
}
