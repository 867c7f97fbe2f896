import type { GroupRecord } from "./records.js";

/** How somebody belongs to a group. */
export interface GroupLink {
  readonly group: GroupRecord;
  /** `indirect`: through another group. */
  readonly type: "direct" | "indirect";
}

/** Who belongs to which group, at one moment. */
export class GroupGraph {
  readonly #groups: ReadonlyMap<string, GroupRecord>;
  readonly #parents: ReadonlyMap<string, readonly GroupRecord[]>;

  constructor(groups: readonly GroupRecord[]) {
    this.#groups = new Map(groups.map((group) => [group.id, group]));
    const parents = new Map<string, GroupRecord[]>();
    for (const group of groups) {
      for (const member of group.members) {
        const known = parents.get(member);
        if (known) known.push(group);
        else parents.set(member, [group]);
      }
    }
    this.#parents = parents;
  }

  /** The groups of somebody: first those that name it, then those that these are in, and so on. */
  above(id: string): readonly GroupLink[] {
    const seen = new Map<string, GroupLink>();
    const add = (member: string, type: GroupLink["type"]): void => {
      for (const group of this.#parents.get(member) ?? []) {
        if (!seen.has(group.id)) seen.set(group.id, { group, type });
      }
    };
    add(id, "direct");
    // Why a map: what is put into it while it is walked is walked too.
    for (const groupId of seen.keys()) add(groupId, "indirect");
    return [...seen.values()];
  }

  /** The ids of all that are in a group, directly or not. */
  below(id: string): ReadonlySet<string> {
    const seen = new Set(this.#groups.get(id)?.members);
    for (const member of seen)
      for (const next of this.#groups.get(member)?.members ?? []) seen.add(next);
    return seen;
  }
}
