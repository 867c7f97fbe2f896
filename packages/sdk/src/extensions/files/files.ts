import type { CallOptions, ServiceClient } from "../../api-client/index.js";
import { requireName } from "../../errors/index.js";
import { lazy } from "../../internal/index.js";
import { Paged } from "../../paging/index.js";
import {
  type CreateDirectoryRequest,
  type DeleteDirectoryRequest,
  type DeleteFileRequest,
  type DirectoryEntry,
  type DownloadRequest,
  FilesAPI,
  type GetDirectoryMetadataRequest,
  type GetMetadataRequest,
  type GetMetadataResponse,
  type ListDirectoryContentsRequest,
  type UploadRequest,
} from "../../services/files/index.gen.js";
import { checkOptions, type OptionKinds } from "../arguments/index.js";
import type { UploadSource } from "../streams/index.js";
import type { DownloadedFile } from "./download/downloaded-file.js";
import type { DownloadOptions, DownloadResult, DownloadToOptions } from "./download/options.js";
import type { TransferSettings, UploadOptions, UploadResult } from "./options.js";
import { mergeSettings, transferKinds, treeKinds } from "./settings.js";
import type { TreeOptions, TreeResult, WalkOptions } from "./tree/options.js";

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
    if (!isRequest(target)) {
      return upload(this.api, target, source, this.#merged("files.upload", target, options));
    }
    const { file_path, contents, overwrite = false } = target;
    requireName("files.upload", "file_path", file_path);
    checkOptions("files.upload", source);
    const call: UploadOptions = { ...(source as CallOptions | undefined), overwrite };
    await upload(this.api, file_path, contents, this.#merged("files.upload", file_path, call));
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
    const merged = this.#merged("files.uploadFrom", path, options);
    requireName("files.uploadFrom", "localPath", localPath);
    return uploadFrom(this.api, path, localPath, merged);
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
    const path = isRequest(source) ? source.file_path : source;
    requireName("files.download", isRequest(source) ? "file_path" : "path", path);
    return download(this.api, path, this.#merged("files.download", path, options));
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
    const merged = this.#merged("files.downloadTo", path, options);
    requireName("files.downloadTo", "localPath", localPath);
    return downloadTo(this.api, path, localPath, merged);
  }

  /**
   * Writes all files of a folder on this machine into a directory, which is made if it is missing.
   * Symbolic links are not followed. Throws a {@link TreeTransferFailed} that names the file.
   */
  async uploadTree(path: string, localFolder: string, options?: TreeOptions): Promise<TreeResult> {
    const { uploadTree } = await treeUploads();
    const merged = this.#merged("files.uploadTree", path, options, treeKinds);
    requireName("files.uploadTree", "localFolder", localFolder);
    return uploadTree(this.api, path, localFolder, merged);
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
    const merged = this.#merged("files.downloadTree", path, options, treeKinds);
    requireName("files.downloadTree", "localFolder", localFolder);
    return downloadTree(this.api, path, localFolder, merged);
  }

  /**
   * Lists all files and directories below a directory, level by level. One that is gone when its turn
   * comes is left out.
   */
  walk(path: string, options?: WalkOptions): Paged<DirectoryEntry> {
    return Paged.deferred(async () => {
      check("files.walk", path, options);
      const { walk } = await walks();
      return walk(this, path, options);
    });
  }

  /** Whether there is a file or a directory at the path. Asks for the file first. */
  async exists(path: string, options?: CallOptions): Promise<boolean> {
    check("files.exists", path, options);
    const { exists } = await existence();
    return exists(this, path, options);
  }

  /** Creates a directory together with the parents it lacks; one that exists already is fine. */
  override createDirectory(request: CreateDirectoryRequest, options?: CallOptions): Promise<void>;
  override createDirectory(path: string, options?: CallOptions): Promise<void>;
  override async createDirectory(
    target: CreateDirectoryRequest | string,
    options?: CallOptions,
  ): Promise<void> {
    if (isRequest(target)) return super.createDirectory(target, options);
    check("files.createDirectory", target, options);
    return super.createDirectory({ directory_path: target }, options);
  }

  /** Deletes a file. */
  override delete(request: DeleteFileRequest, options?: CallOptions): Promise<void>;
  override delete(path: string, options?: CallOptions): Promise<void>;
  override async delete(target: DeleteFileRequest | string, options?: CallOptions): Promise<void> {
    if (isRequest(target)) return super.delete(target, options);
    check("files.delete", target, options);
    return super.delete({ file_path: target }, options);
  }

  /** Deletes a directory, which has to be empty: see {@link deleteTree} for others. */
  override deleteDirectory(request: DeleteDirectoryRequest, options?: CallOptions): Promise<void>;
  override deleteDirectory(path: string, options?: CallOptions): Promise<void>;
  override async deleteDirectory(
    target: DeleteDirectoryRequest | string,
    options?: CallOptions,
  ): Promise<void> {
    if (isRequest(target)) return super.deleteDirectory(target, options);
    check("files.deleteDirectory", target, options);
    return super.deleteDirectory({ directory_path: target }, options);
  }

  /** Tells the size, type and time of modification of a file. Throws {@link NotFound}. */
  override getMetadata(
    request: GetMetadataRequest,
    options?: CallOptions,
  ): Promise<GetMetadataResponse>;
  override getMetadata(path: string, options?: CallOptions): Promise<GetMetadataResponse>;
  override async getMetadata(
    target: GetMetadataRequest | string,
    options?: CallOptions,
  ): Promise<GetMetadataResponse> {
    if (isRequest(target)) return super.getMetadata(target, options);
    check("files.getMetadata", target, options);
    return super.getMetadata({ file_path: target }, options);
  }

  /** Resolves where there is a directory that may be read. Throws {@link NotFound}. */
  override getDirectoryMetadata(
    request: GetDirectoryMetadataRequest,
    options?: CallOptions,
  ): Promise<void>;
  override getDirectoryMetadata(path: string, options?: CallOptions): Promise<void>;
  override async getDirectoryMetadata(
    target: GetDirectoryMetadataRequest | string,
    options?: CallOptions,
  ): Promise<void> {
    if (isRequest(target)) return super.getDirectoryMetadata(target, options);
    check("files.getDirectoryMetadata", target, options);
    return super.getDirectoryMetadata({ directory_path: target }, options);
  }

  /** Lists the files and directories directly in a directory. */
  override listDirectoryContents(
    request: ListDirectoryContentsRequest,
    options?: CallOptions,
  ): Paged<DirectoryEntry>;
  override listDirectoryContents(path: string, options?: CallOptions): Paged<DirectoryEntry>;
  override listDirectoryContents(
    target: ListDirectoryContentsRequest | string,
    options?: CallOptions,
  ): Paged<DirectoryEntry> {
    if (isRequest(target)) return super.listDirectoryContents(target, options);
    return Paged.deferred(async () => {
      check("files.listDirectoryContents", target, options);
      return super.listDirectoryContents({ directory_path: target }, options);
    });
  }

  /**
   * Deletes a directory and all that is in it; a volume is emptied, and stays. What others delete
   * meanwhile is fine, what they add is not: it keeps its directory from being deleted. The call's
   * options go for each request. Throws a {@link TreeDeletionFailed} that tells what is left, and
   * {@link NotFound} when there is no such directory.
   */
  async deleteTree(path: string, options?: CallOptions): Promise<void> {
    check("files.deleteTree", path, options);
    const { deleteTree } = await treeRemovals();
    return deleteTree(this, path, options);
  }

  #merged<T extends TransferSettings>(
    call: string,
    path: unknown,
    options: T | undefined,
    kinds: OptionKinds = transferKinds,
  ): TransferSettings & T {
    check(call, path, options, kinds);
    return mergeSettings(this.settings, options);
  }
}

/** Whether a call is made in the form of the generated method. */
function isRequest<T extends object>(target: T | string | null): target is T {
  return typeof target === "object" && target !== null;
}

function check(call: string, path: unknown, options: unknown, kinds?: OptionKinds): void {
  requireName(call, "path", path);
  checkOptions(call, options, kinds);
}
