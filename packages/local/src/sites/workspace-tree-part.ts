import type { Clock } from "../clock/index.js";
import type { IdentityEngine } from "../engines/identity/index.js";
import type { PermissionEngine } from "../engines/permissions/index.js";
import type { Repo, ReposEngine } from "../engines/repos/index.js";
import { WorkspaceTree, type ObjectKind } from "../engines/workspace-tree/index.js";
import { exactId } from "../handlers/exact-id.js";
import { objectPermissionsHandlers } from "../handlers/object-permissions.js";
import { workspaceHandlers } from "../handlers/workspace.js";
import type { Store } from "../state/index.js";
import { workspaceRoutes } from "../workspace-routes/index.js";
import { inheritedRights } from "./inherited-rights.js";
import type { WorkspacePart } from "./workspace-part.js";

/** What the tree of a workspace is made with. */
export interface TreeSurroundings {
  /** The workspace's own. */
  readonly store: Store;
  readonly clock: Clock;
  /** A folder of that name of the workspace's own; without one nothing is kept. */
  readonly folder: (name: string) => { readonly folder?: string };
  readonly identity: IdentityEngine;
  readonly repos: ReposEngine;
  readonly permissions: PermissionEngine;
}

/** The notebooks, files and folders of a workspace. */
export interface WorkspaceTreePart extends WorkspacePart {
  readonly tree: WorkspaceTree;
}

interface ObjectRequest {
  readonly workspace_object_type: string;
  readonly workspace_object_id: string;
}

/** Builds it. */
export function workspaceTreePart({
  store,
  clock,
  folder,
  identity,
  repos,
  permissions,
}: TreeSurroundings): WorkspaceTreePart {
  const tree = new WorkspaceTree({
    store,
    clock,
    ...folder("workspace"),
    isUser: (name) => identity.isPrincipal(name),
    gitFolders: {
      list: () => allRepos(repos),
      locate: (path) => repos.locate(path),
      remove: (id) => repos.delete(id),
    },
    access: {
      holder: (principalId) => {
        const allows = permissions.holder(principalId);
        return (kind, id, level) => allows(kind, String(id), level);
      },
      removed: (kind, id) => permissions.removed(kind, String(id)),
    },
  });
  const find = (kind: ObjectKind) => (id: string) => {
    const number = exactId(id);
    return number === undefined ? undefined : tree.lineage(kind, number)[0];
  };
  return {
    tree,
    handlers: {
      "workspace.WorkspaceAPI": {
        ...workspaceHandlers(tree),
        ...objectPermissionsHandlers<ObjectRequest>(
          permissions,
          (request) => request.workspace_object_type,
          (request) => request.workspace_object_id,
        ),
      },
    },
    rawRoutes: workspaceRoutes(tree),
    objects: {
      directories: find("directories"),
      files: find("files"),
      notebooks: find("notebooks"),
    },
    inherited: inheritedRights(tree, identity, permissions),
    close: () => tree.close(),
  };
}

/** All Git folders, which come in pages. */
function allRepos(repos: ReposEngine): readonly Repo[] {
  const all: Repo[] = [];
  let token: string | undefined;
  do {
    const page = repos.list(undefined, token);
    all.push(...page.repos);
    token = page.next_page_token;
  } while (token !== undefined);
  return all;
}
