import type { Directory } from "./directory.js";
import { GroupGraph, type GroupLink } from "./group-graph.js";
import type { AssignmentRecord, GroupRecord, PrincipalRecord } from "./records.js";

/** What somebody may do, by names. */
export type Grants = Pick<AssignmentRecord, "entitlements" | "roles">;

/**
 * The directory as it is seen from the account or from one workspace, at one moment. The account sees
 * all but the groups of workspaces; a workspace sees its own groups, and those of the account who
 * were put into it, themselves or through a group.
 */
export class View {
  readonly #directory: Directory;
  readonly #workspaceId: number | undefined;
  readonly #assigned: ReadonlyMap<string, AssignmentRecord>;
  readonly #graph: GroupGraph;
  readonly #groups: readonly GroupRecord[];

  /** @param workspaceId undefined: the account */
  constructor(directory: Directory, workspaceId: number | undefined) {
    this.#directory = directory;
    this.#workspaceId = workspaceId;
    const assigned = workspaceId === undefined ? [] : directory.assignments(workspaceId);
    this.#assigned = new Map(assigned.map((one) => [one.principalId, one]));
    this.#groups = directory
      .groups()
      .filter((group) => group.workspaceId === undefined || group.workspaceId === workspaceId);
    this.#graph = new GroupGraph(this.#groups);
  }

  /** Whether it is seen from here. */
  contains(record: PrincipalRecord): boolean {
    const home = record.kind === "group" ? record.workspaceId : undefined;
    if (home !== undefined || this.#workspaceId === undefined) return home === this.#workspaceId;
    if (this.#assigned.has(record.id)) return true;
    return this.#graph.above(record.id).some(({ group }) => this.#assigned.has(group.id));
  }

  /** Whether somebody is in the group `admins`, itself or through others. */
  isAdmin(id: string): boolean {
    return this.#graph.above(id).some(({ group }) => group.system === "admins");
  }

  /** The groups of somebody that are seen from here. */
  groupsOf(record: PrincipalRecord): readonly GroupLink[] {
    const links = this.#graph.above(record.id).filter(({ group }) => this.contains(group));
    const everybody = this.#groups.find(({ system }) => system === "users");
    const isOne = record.kind !== "group" || record.workspaceId === undefined;
    if (!everybody || !isOne || !this.contains(record)) return links;
    const type = this.#assigned.has(record.id) ? "direct" : "indirect";
    return [...links, { group: everybody, type }];
  }

  /** The ids of who is in a group. */
  membersOf(group: GroupRecord): readonly string[] {
    return group.system === "users" ? [...this.#assigned.keys()] : group.members;
  }

  /** Whether `outer` is `inner` or is somewhere in it, so that `inner` can't be put into `outer`. */
  isWithin(outer: string, inner: string): boolean {
    return outer === inner || this.#graph.below(inner).has(outer);
  }

  /** What somebody itself was given here. */
  grantsOf(record: PrincipalRecord): Grants {
    if (record.kind === "group" && record.workspaceId !== undefined) return record;
    if (this.#workspaceId === undefined) return { entitlements: [], roles: record.roles };
    return this.#assigned.get(record.id) ?? { entitlements: [], roles: [] };
  }

  /** What somebody was given here, itself or through groups. */
  allGrantsOf(record: PrincipalRecord): Grants {
    const all = [record, ...this.groupsOf(record).map(({ group }) => group)];
    const grants = all.map((one) => this.grantsOf(one));
    return {
      entitlements: [...new Set(grants.flatMap(({ entitlements }) => entitlements))],
      roles: [...new Set(grants.flatMap(({ roles }) => roles))],
    };
  }

  /** Whoever has that id and is seen from here. */
  find(id: string): PrincipalRecord | undefined {
    const record = this.#directory.find(id);
    return record && this.contains(record) ? record : undefined;
  }
}
