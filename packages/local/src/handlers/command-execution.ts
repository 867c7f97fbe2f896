import type * as wire from "databricks-sdk-ts/compute";
import type { Handlers } from "../contract/index.js";
import type { CommandEngine, CommandResult } from "../engines/commands/index.js";

/** Serves `compute.CommandExecutionAPI`. */
export function commandExecutionHandlers(
  engine: CommandEngine,
): Handlers["compute.CommandExecutionAPI"] {
  return {
    create: ({ clusterId, language }, { principal }) => ({
      id: engine.create(clusterId, language, principal.userName),
    }),
    contextStatus: (request, { principal }) => ({
      id: request.contextId,
      status: engine.status(request, principal.userName),
    }),
    destroy: (request, { principal }) => engine.destroy(request, principal.userName),
    execute: (request, { principal }) => ({ id: engine.execute(request, principal.userName) }),
    commandStatus: ({ commandId, ...context }, { principal }) => {
      const { id, status, results } = engine.command(context, commandId, principal.userName);
      return { id, status, ...(results && { results: resultsToWire(results) }) };
    },
    cancel: ({ commandId, ...context }, { principal }) =>
      engine.cancel(context, commandId, principal.userName),
  };
}

function resultsToWire({ schema, fileNames, ...results }: CommandResult): wire.Results {
  return {
    ...results,
    ...(schema && { schema: [...schema] }),
    ...(fileNames && { fileNames: [...fileNames] }),
  };
}
