export type { ClockMode, ClockOptions, ControlledClock } from "./clock/index.js";
export type {
  ExternalFunctionCall,
  ExternalFunctionHandler,
  ExternalFunctionHandlers,
  ExternalFunctionReply,
  ReplyScript,
  ReplyScripts,
  ServingHandler,
  ServingQuery,
  ServingReply,
  ServingTask,
} from "./engines/serving/index.js";
export type { Fault, FaultRule, Faults } from "./faults/index.js";
export type { Journal, JournalEntry } from "./journal/index.js";
export type { LocalUser, LocalWorkspaceOptions } from "./options.js";
export { startLocalWorkspace, type Covered, type LocalWorkspace } from "./server.js";
