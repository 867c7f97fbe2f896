import type { PermissionEngine } from "../engines/permissions/index.js";
import { noRepo, type ReposEngine } from "../engines/repos/index.js";
import { existingId } from "../handlers/exact-id.js";
import { objectPermissionsHandlers } from "../handlers/object-permissions.js";
import { reposHandlers } from "../handlers/repos.js";
import type { AccessRule } from "./access-rules.js";
import type { WorkspacePart } from "./workspace-part.js";

const repo = (level: string): AccessRule => ({ object: ["repos", "repo_id", level] });

/** The Git folders of a workspace. */
export function reposPart(repos: ReposEngine, permissions: PermissionEngine): WorkspacePart {
  return {
    handlers: {
      "workspace.ReposAPI": {
        ...reposHandlers(repos),
        ...objectPermissionsHandlers(
          permissions,
          "repos",
          (request: { repo_id: string }) => request.repo_id,
        ),
      },
    },
    objects: { repos: (id) => repos.get(existingId(id, noRepo)) },
    rules: {
      "workspace.ReposAPI": {
        create: { creates: ["repos", "id"] },
        get: repo("CAN_READ"),
        list: { shows: ["repos", "repos", "id"] },
        update: repo("CAN_MANAGE"),
        delete: { ...repo("CAN_MANAGE"), deletes: true },
      },
    },
    close: () => repos.close(),
  };
}
