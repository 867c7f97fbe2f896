export { getWorkspaceId, workspaceClientConfig } from "./account/index.js";
export type { AccountConfig, WorkspaceClientConfig, WorkspaceOfAccount } from "./account/index.js";
export { Clusters } from "./clusters/index.js";
export type { SelectNodeTypeOptions, SelectSparkVersionOptions } from "./clusters/index.js";
export { Dbfs, DbfsReader, DbfsWriter } from "./dbfs/index.js";
export type {
  CopyFilesOptions,
  DbfsSource,
  ListFilesOptions,
  OpenToRead,
  OpenToWrite,
  RecursiveOptions,
  WriteFileOptions,
} from "./dbfs/index.js";
export {
  DownloadedFile,
  FileChanged,
  Files,
  transferDefaults,
  TreeDeletionFailed,
  TreeTransferFailed,
} from "./files/index.js";
export type {
  DownloadOptions,
  DownloadResult,
  DownloadToOptions,
  TransferOptions,
  TransferProgress,
  TransferSettings,
  TreeDeletionFailedInit,
  TreeEntry,
  TreeOptions,
  TreeProgress,
  TreeResult,
  TreeTransferFailedInit,
  UploadOptions,
  UploadResult,
  UploadSource,
  WalkOptions,
} from "./files/index.js";
export { JobRunFailed, Jobs } from "./jobs/index.js";
export type {
  FailedTask,
  JobRunFailedInit,
  RepairFailedRun,
  RunWaiter,
  TaskOutput,
} from "./jobs/index.js";
export { Permissions } from "./permissions/index.js";
export type { AccessToRemove, RemovePermissions } from "./permissions/index.js";
export { ServingEndpoints, ServingEndpointsDataPlane } from "./serving-endpoints/index.js";
export type {
  ExternalRequest,
  Fetch,
  OpenAiOptions,
  QueryEndpointChunk,
  QueryEndpointChunkChoice,
  QueryEndpointChunkDelta,
  QueryStream,
  QueryStreamOptions,
} from "./serving-endpoints/index.js";
export { Workspace, WorkspaceDownload } from "./workspace/index.js";
export type {
  ListWorkspaceTreeRequest,
  WorkspaceContent,
  WorkspaceDownloadOptions,
  WorkspaceUploadOptions,
} from "./workspace/index.js";
