import type { Handlers } from "../contract/index.js";
import type { WorkspaceConf } from "../engines/ip-access/index.js";

/** Serves `settings.WorkspaceConfAPI`. */
export function workspaceConfHandlers(conf: WorkspaceConf): Handlers["settings.WorkspaceConfAPI"] {
  return {
    getStatus: ({ keys }) => conf.getAll(keys.split(",").map((key) => key.trim())),
    setStatus: ({ contents }) => conf.set(contents),
  };
}
