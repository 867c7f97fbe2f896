export { atExit } from "./at-exit.js";
export { findExecutable } from "./find-executable.js";
export { inheritedEnvironment } from "./inherited-environment.js";
export {
  KILL_NOW,
  type ProcessEnd,
  type ProcessGroup,
  type ProcessSpec,
  runProcessGroup,
  startProcessGroup,
} from "./process-group.js";
export { makeTemporaryFolder, removeTemporaryFolder } from "./temporary-folder.js";
