export { getWorkspaceId } from "./get-workspace-id.js";
export { workspaceClientConfig } from "./workspace-client-config.js";
export type {
  AccountConfig,
  WorkspaceClientConfig,
  WorkspaceOfAccount,
} from "./workspace-client-config.js";
