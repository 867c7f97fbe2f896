export type { WorkspaceContent } from "./content-blob.js";
export { Workspace } from "./workspace.js";
export type {
  ListWorkspaceTreeRequest,
  WorkspaceDownloadOptions,
  WorkspaceUploadOptions,
} from "./workspace.js";
export { WorkspaceDownload } from "./workspace-download.js";
