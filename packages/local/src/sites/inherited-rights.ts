import type { IdentityEngine } from "../engines/identity/index.js";
import type { InheritedGrant, PermissionEngine } from "../engines/permissions/index.js";
import { exactId } from "../handlers/exact-id.js";
import type { ObjectKind, TreeObject, WorkspaceTree } from "../engines/workspace-tree/index.js";

const KINDS: ReadonlySet<string> = new Set(["directories", "files", "notebooks", "repos"]);

/**
 * What rights the objects of a workspace's tree have beside those given on them: what was given on the
 * folders they are in; their owner's in what is in a home folder, and everybody's in `/Shared`.
 */
export function inheritedRights(
  tree: WorkspaceTree,
  identity: IdentityEngine,
  permissions: PermissionEngine,
): (kind: string, id: string) => readonly InheritedGrant[] {
  const managerOf = ({ path }: TreeObject): string | undefined => {
    if (path === "/Shared") return identity.groupByName("users")?.id;
    const [, name] = /^\/(?:Users|Repos)\/([^/]+)$/.exec(path) ?? [];
    return name === undefined ? undefined : identity.findByName(name)?.id;
  };
  return (kind, id) => {
    if (!KINDS.has(kind)) return [];
    const number = exactId(id);
    // Why the cast: what it is was just checked.
    const lineage = number === undefined ? [] : tree.lineage(kind as ObjectKind, number);
    const given = lineage.slice(1).flatMap((folder) => {
      const from = nameOf(folder);
      return permissions.given(folder.kind, String(folder.id)).map((grant) => ({ ...grant, from }));
    });
    const managed = lineage.flatMap((folder, index) => {
      const principalId = managerOf(folder);
      // Why: a home folder has its owner's right from the folder of all homes.
      const from = nameOf(index === 0 ? (lineage[1] ?? folder) : folder);
      return principalId === undefined ? [] : [{ principalId, level: "CAN_MANAGE", from }];
    });
    return [...given, ...managed];
  };
}

/** `/directories/12` */
function nameOf({ kind, id }: TreeObject): string {
  return `/${kind}/${id}`;
}
