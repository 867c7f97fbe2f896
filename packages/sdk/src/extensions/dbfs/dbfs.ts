import type { CallOptions } from "../../api-client/index.js";
import { InvalidRequestError } from "../../errors/index.js";
import { lazy } from "../../internal/index.js";
import { Paged } from "../../paging/index.js";
import { DbfsAPI } from "../../services/files/index.gen.js";
import type {
  Delete,
  FileInfo,
  ListDbfsRequest,
  MkDirs,
  Move,
} from "../../services/files/index.gen.js";
import { checkOptions } from "../arguments/index.js";
import type { UploadSource } from "../streams/index.js";
import { dbfsPath } from "./dbfs-path.js";
import type { DbfsReader } from "./dbfs-reader.js";
import type { DbfsWriter } from "./dbfs-writer.js";
import type {
  CopyFilesOptions,
  ListFilesOptions,
  RecursiveOptions,
  WriteFileOptions,
} from "./places/options.js";

/** Opens a file to read it. The call's options go for each request: `timeout` is that of a block. */
export interface OpenToRead extends CallOptions {
  readonly read: true;
  readonly write?: false;
}

/** Opens a file to write it. The call's options go for each request: `timeout` is that of a block. */
export interface OpenToWrite extends WriteFileOptions {
  readonly write: true;
  readonly read?: false;
}

/** Where the bytes of {@link Dbfs.upload} come from. Text is sent as UTF-8. */
export type DbfsSource = UploadSource;

const places = lazy(() => import("./places/index.js"));
const writing = lazy(() => import("./open-to-write.js"));

/**
 * {@link DbfsAPI} with files as streams, and paths of three places: `dbfs:/path` or `/path` in DBFS,
 * `/Volumes/path` or `dbfs:/Volumes/path` in a volume, `file:/path` on this machine. Other schemes
 * are an {@link InvalidRequestError}. New data belongs into volumes: DBFS is kept for what is there.
 */
export class Dbfs extends DbfsAPI {
  readonly #paths = lazy(async () => new (await places()).StoragePaths(this.api));

  /**
   * Opens a file to be read, or, in DBFS, made and written. With `overwrite`, a file that exists is
   * what readers see until the new one, which is written to `<path>.<id>.partial`, is closed: DBFS
   * itself would empty it at once. A program that ends before leaves the new one there.
   * Throws an {@link InvalidRequestError} unless exactly one of `read` and `write` is `true`, and
   * for a directory.
   */
  open(path: string, options: OpenToRead): Promise<DbfsReader>;
  open(path: string, options: OpenToWrite): Promise<DbfsWriter>;
  async open(path: string, options: OpenToRead | OpenToWrite): Promise<DbfsReader | DbfsWriter> {
    check("open", options);
    const { read = false, write = false, ...rest } = { ...options };
    if (read === write) {
      throw new InvalidRequestError("set exactly one of read and write to true", { field: "read" });
    }
    if (read) return this.download(path, rest);
    const { overwrite = false, ...call } = rest as WriteFileOptions;
    const { openToWrite } = await writing();
    return openToWrite(this, dbfsPath(path), overwrite, call);
  }

  /**
   * Writes a file, replacing one only with `overwrite`. When that fails or is aborted on the way,
   * nothing is left of it, and the file that was to be replaced is as it was.
   */
  async upload(path: string, source: DbfsSource, options?: WriteFileOptions): Promise<void> {
    check("upload", options);
    await (await this.#paths()).write(path, source, options);
  }

  /** Opens a file to be read: `await (await dbfs.download(path)).bytes()`. */
  async download(path: string, options?: CallOptions): Promise<DbfsReader> {
    check("download", options);
    return (await this.#paths()).read(path, options);
  }

  /** Whether there is a file or directory at the path. */
  async exists(path: string, options?: CallOptions): Promise<boolean> {
    check("exists", options);
    const paths = await this.#paths();
    return (await paths.find(paths.at(path), options)) !== undefined;
  }

  /**
   * Lists a directory, in which a file lists itself. With `recursive`, lists the files at any depth,
   * level by level, and no directories. `/Volumes` and what is in it, catalogs and schemas, are
   * directories, too: those that the caller may see.
   *
   * @see https://docs.databricks.com/api/workspace/dbfs/list
   */
  override list(request: ListDbfsRequest, options?: CallOptions): Paged<FileInfo>;
  override list(path: string, options?: ListFilesOptions): Paged<FileInfo>;
  override list(target: ListDbfsRequest | string, options?: ListFilesOptions): Paged<FileInfo> {
    if (isRequest(target)) return super.list(target, options);
    return Paged.deferred(async () => {
      check("list", options);
      return (await this.#paths()).list(target, options);
    });
  }

  /**
   * Creates a directory together with the parents it lacks; one that exists already is fine.
   *
   * @see https://docs.databricks.com/api/workspace/dbfs/mkdirs
   */
  override mkdirs(request: MkDirs, options?: CallOptions): Promise<void>;
  override mkdirs(path: string, options?: CallOptions): Promise<void>;
  override async mkdirs(target: MkDirs | string, options?: CallOptions): Promise<void> {
    if (isRequest(target)) return super.mkdirs(target, options);
    check("mkdirs", options);
    return (await this.#paths()).makeDirectory(target, options);
  }

  /**
   * Copies a file, or with `recursive` a directory and all that is in it. What is copied to a
   * directory that exists keeps its name in there. Copies are whole or not there.
   * Throws an {@link InvalidRequestError} when both paths are on this machine.
   */
  async copy(from: string, to: string, options?: CopyFilesOptions): Promise<void> {
    check("copy", options);
    const { copy } = await places();
    return copy(await this.#paths(), from, to, options);
  }

  /**
   * Moves a file or directory: at once within DBFS, else by copying and deleting it, which takes
   * `recursive` for a directory. With `overwrite`, files in its way are replaced.
   * Throws an {@link InvalidRequestError} when both paths are on this machine.
   *
   * @see https://docs.databricks.com/api/workspace/dbfs/move
   */
  override move(request: Move, options?: CallOptions): Promise<void>;
  override move(from: string, to: string, options?: CopyFilesOptions): Promise<void>;
  override async move(
    source: Move | string,
    to?: string | CallOptions,
    options?: CopyFilesOptions,
  ): Promise<void> {
    if (isRequest(source)) return super.move(source, to as CallOptions | undefined);
    check("move", options);
    const { move } = await places();
    return move(await this.#paths(), source, to as string, options);
  }

  /**
   * Deletes a file, or with `recursive` a directory and all that is in it. A path with nothing at it
   * is fine, wherever it leads.
   *
   * @see https://docs.databricks.com/api/workspace/dbfs/delete
   */
  override delete(request: Delete, options?: CallOptions): Promise<void>;
  override delete(path: string, options?: RecursiveOptions): Promise<void>;
  override async delete(target: Delete | string, options?: RecursiveOptions): Promise<void> {
    if (isRequest(target)) return super.delete(target, options);
    check("delete", options);
    return (await this.#paths()).delete(target, options);
  }
}

/** Whether a call is made in the form of the generated method. */
function isRequest<T extends object>(target: T | string | null): target is T {
  return typeof target === "object" && target !== null;
}

function check(method: string, options: unknown): void {
  checkOptions(`dbfs.${method}`, options, {
    overwrite: "boolean",
    read: "boolean",
    recursive: "boolean",
    write: "boolean",
  });
}
