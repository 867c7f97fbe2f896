import type { Handlers } from "../contract/index.js";
import { noWorkspace, type AccountEngine } from "../engines/account/index.js";
import { Reply } from "../http/context.js";
import { existingId } from "./exact-id.js";

/** Serves `provisioning.WorkspacesAPI`. */
export function workspacesHandlers({
  workspaces,
}: AccountEngine): Handlers["provisioning.WorkspacesAPI"] {
  return {
    create: (request) => new Reply(201, workspaces.create(request)),
    get: ({ workspace_id }) => workspaces.get(workspaceId(workspace_id)),
    list: () => workspaces.list(),
    update: ({ workspace_id, customer_facing_workspace: change, update_mask }) =>
      workspaces.update(workspaceId(workspace_id), { ...change }, update_mask),
    delete: ({ workspace_id }) => workspaces.delete(workspaceId(workspace_id)),
  };
}

function workspaceId(id: bigint | number): number {
  return existingId(id, noWorkspace);
}
