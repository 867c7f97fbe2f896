import type { CallOptions, ServiceClient } from "../../api-client/index.js";
import { lazy } from "../../internal/index.js";
import { Paged } from "../../paging/index.js";
import {
  type CreateDirectoryRequest,
  type DeleteFileRequest,
  type DirectoryEntry,
  type DownloadRequest,
  FilesAPI,
  type UploadRequest,
} from "../../services/files/index.gen.js";
import type { DownloadedFile } from "./download/downloaded-file.js";
import type { DownloadOptions, DownloadResult, DownloadToOptions } from "./download/options.js";
import type { TransferSettings, UploadOptions, UploadResult } from "./options.js";
import { mergeSettings } from "./settings.js";
import type { TreeOptions, TreeResult, WalkOptions } from "./tree/options.js";
import type { UploadSource } from "./upload/source.js";

const uploads = lazy(() => import("./upload/upload.js"));
const localUploads = lazy(() => import("./upload/upload-from.js"));
const downloads = lazy(() => import("./download/download.js"));
const localDownloads = lazy(() => import("./download/download-to.js"));
const treeUploads = lazy(() => import("./tree/upload-tree.js"));
const treeDownloads = lazy(() => import("./tree/download-tree.js"));
const treeRemovals = lazy(() => import("./tree/delete-tree.js"));
const walks = lazy(() => import("./tree/walk.js"));
const existence = lazy(() => import("./tree/exists.js"));

/**
 * {@link FilesAPI} for files of any size: in parts, in parallel, resumed where a connection breaks,
 * straight from and to cloud storage, in memory that does not grow with the file. Paths are absolute,
 * e.g. `/Volumes/main/default/raw/data.csv`.
 */
export class Files extends FilesAPI {
  /** What transfers go by where a call says nothing. */
  protected readonly settings: TransferSettings;

  /** @param settings In place of the defaults, for every transfer. */
  constructor(api: ServiceClient, settings: TransferSettings = {}) {
    super(api);
    this.settings = settings;
  }

  /**
   * Writes a file from bytes, text, a blob, or any stream. Text is written as UTF-8. Small files go
   * in one request; larger ones in parts, which are sent again whole when sending them fails. When
   * the upload fails or is aborted, nothing is left of it; to see to that may take up to 10 s more.
   * Throws an {@link AlreadyExists} error unless `overwrite` is set.
   */
  override upload(request: UploadRequest, options?: CallOptions): Promise<void>;
  override upload(
    path: string,
    source: UploadSource,
    options?: UploadOptions,
  ): Promise<UploadResult>;
  override async upload(
    target: string | UploadRequest,
    source?: UploadSource | CallOptions,
    options?: UploadOptions,
  ): Promise<UploadResult | void> {
    const { upload } = await uploads();
    if (typeof target !== "object") {
      return upload(this.api, target, source, mergeSettings(this.settings, options));
    }
    const { file_path, contents, overwrite = false } = target;
    const call: UploadOptions = { ...(source as CallOptions | undefined), overwrite };
    await upload(this.api, file_path, contents, mergeSettings(this.settings, call));
  }

  /**
   * Writes a file from one on this machine, which is read as it is sent, its parts at the same time.
   * Throws an {@link InvalidRequestError} when the local file can't be read, changes while it is
   * read, and on platforms without files, such as browsers.
   */
  async uploadFrom(
    path: string,
    localPath: string,
    options?: UploadOptions,
  ): Promise<UploadResult> {
    const { uploadFrom } = await localUploads();
    return uploadFrom(this.api, path, localPath, mergeSettings(this.settings, options));
  }

  /**
   * Reads a file, or a range of one, as a stream, which goes on where it broke off when the
   * connection is lost. What it is read from, storage or the workspace, is found out on the way.
   * Throws {@link FileChanged} when the file changes before it has been read.
   */
  override download(request: DownloadRequest, options?: CallOptions): Promise<DownloadedFile>;
  override download(path: string, options?: DownloadOptions): Promise<DownloadedFile>;
  override async download(
    source: string | DownloadRequest,
    options?: DownloadOptions,
  ): Promise<DownloadedFile> {
    const { download } = await downloads();
    const path = typeof source === "object" ? source.file_path : source;
    return download(this.api, path, mergeSettings(this.settings, options));
  }

  /**
   * Reads a file into one on this machine, which appears only when it is complete. Large files come
   * in parts, at the same time. When that fails or is aborted, nothing is left of it; with `resume`,
   * what has come is kept for the next time.
   * Throws an {@link InvalidRequestError}, and sends nothing, when there is a local file already,
   * unless `overwrite` is set.
   */
  async downloadTo(
    path: string,
    localPath: string,
    options?: DownloadToOptions,
  ): Promise<DownloadResult> {
    const { downloadTo } = await localDownloads();
    return downloadTo(this.api, path, localPath, mergeSettings(this.settings, options));
  }

  /**
   * Writes all files of a folder on this machine into a directory, which is made if it is missing.
   * Symbolic links are not followed. Throws a {@link TreeTransferFailed} that names the file.
   */
  async uploadTree(path: string, localFolder: string, options?: TreeOptions): Promise<TreeResult> {
    const { uploadTree } = await treeUploads();
    return uploadTree(this.api, path, localFolder, mergeSettings(this.settings, options));
  }

  /**
   * Reads all files of a directory into a folder on this machine, which is made if it is missing.
   * Nothing is written outside of it. Throws a {@link TreeTransferFailed} that names the file.
   */
  async downloadTree(
    path: string,
    localFolder: string,
    options?: TreeOptions,
  ): Promise<TreeResult> {
    const { downloadTree } = await treeDownloads();
    return downloadTree(this.api, path, localFolder, mergeSettings(this.settings, options));
  }

  /**
   * Lists all files and directories below a directory, level by level. One that is gone when its turn
   * comes is left out.
   */
  walk(path: string, options?: WalkOptions): Paged<DirectoryEntry> {
    return Paged.deferred(async () => {
      const { walk } = await walks();
      return walk(this, path, options);
    });
  }

  /** Whether there is a file or a directory at the path. Asks for the file first. */
  async exists(path: string, options?: CallOptions): Promise<boolean> {
    const { exists } = await existence();
    return exists(this, path, options);
  }

  /** Creates a directory together with the parents it lacks; one that exists already is fine. */
  override createDirectory(request: CreateDirectoryRequest, options?: CallOptions): Promise<void>;
  override createDirectory(path: string, options?: CallOptions): Promise<void>;
  override createDirectory(
    target: CreateDirectoryRequest | string,
    options?: CallOptions,
  ): Promise<void> {
    const request = typeof target === "object" ? target : { directory_path: target };
    return super.createDirectory(request, options);
  }

  /** Deletes a file. */
  override delete(request: DeleteFileRequest, options?: CallOptions): Promise<void>;
  override delete(path: string, options?: CallOptions): Promise<void>;
  override delete(target: DeleteFileRequest | string, options?: CallOptions): Promise<void> {
    return super.delete(typeof target === "object" ? target : { file_path: target }, options);
  }

  /**
   * Deletes a directory and all that is in it; a volume is emptied, and stays. What others delete
   * meanwhile is fine, what they add is not: it keeps its directory from being deleted.
   */
  async deleteTree(path: string, options?: CallOptions): Promise<void> {
    const { deleteTree } = await treeRemovals();
    return deleteTree(this, path, options);
  }
}
