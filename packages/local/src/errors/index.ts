export { WorkspaceError, type ErrorInfo } from "./workspace-error.js";
