export type { UploadSource } from "../streams/index.js";
export { DownloadedFile } from "./download/downloaded-file.js";
export { FileChanged } from "./download/file-version.js";
export type { DownloadOptions, DownloadResult, DownloadToOptions } from "./download/options.js";
export { Files } from "./files.js";
export { transferDefaults } from "./options.js";
export type { TransferOptions, TransferSettings, UploadOptions, UploadResult } from "./options.js";
export type { TransferProgress } from "./progress.js";
export { isNoFile } from "./tree/is-no-file.js";
export type {
  TreeEntry,
  TreeOptions,
  TreeProgress,
  TreeResult,
  WalkOptions,
} from "./tree/options.js";
export { TreeDeletionFailed } from "./tree/tree-deletion-failed.js";
export type { TreeDeletionFailedInit } from "./tree/tree-deletion-failed.js";
export { TreeTransferFailed } from "./tree/tree-transfer-failed.js";
export type { TreeTransferFailedInit } from "./tree/tree-transfer-failed.js";
