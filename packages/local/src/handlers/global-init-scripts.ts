import type { Handlers } from "../contract/index.js";
import type { GlobalScripts } from "../engines/init-scripts/index.js";

/** Serves `compute.GlobalInitScriptsAPI`. */
export function globalInitScriptsHandlers(
  scripts: GlobalScripts,
): Handlers["compute.GlobalInitScriptsAPI"] {
  return {
    create: (request, { principal }) => ({
      script_id: scripts.create(request, principal.userName),
    }),
    get: ({ script_id }) => scripts.get(script_id),
    list: () => ({
      scripts: scripts.list().map(({ script: _content, ...details }) => details),
    }),
    update: ({ script_id, ...request }, { principal }) =>
      scripts.update(script_id, request, principal.userName),
    delete: ({ script_id }) => scripts.delete(script_id),
  };
}
