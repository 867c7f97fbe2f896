import type { CallOptions } from "../../../api-client/index.js";

/** What `dbfs.list` takes beside a path. */
export interface ListFilesOptions extends CallOptions {
  /** List the files at any depth, level by level, and no directories. Default: false. */
  readonly recursive?: boolean;
}

/** What `dbfs.delete` takes beside a path. The call's options go for each request. */
export interface RecursiveOptions extends CallOptions {
  /** Take a directory with all that is in it. Default: false, an error for a directory. */
  readonly recursive?: boolean;
}

/** What `dbfs.upload` takes beside path and source. The call's options go for each request. */
export interface WriteFileOptions extends CallOptions {
  /** Replace a file that exists. Default: false, an error. */
  readonly overwrite?: boolean;
}

/** What `dbfs.copy` and `dbfs.move` take beside the paths. */
export interface CopyFilesOptions extends RecursiveOptions, WriteFileOptions {}
