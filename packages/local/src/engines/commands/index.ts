export {
  CommandEngine,
  type CommandEngineOptions,
  type ContextRequest,
  type ExecuteRequest,
} from "./command-engine.js";
export { type CommandResult, errorResult } from "./command-result.js";
export type { CommandStatus, CommandView } from "./execution-context.js";
export { type Mount, Mounts } from "./mounts.js";
export type {
  CommandAnswer,
  CommandClustersPort,
  CommandTimer,
  ContextAccess,
  ContextOwner,
  Interpreter,
  OpenInterpreter,
} from "./ports.js";
