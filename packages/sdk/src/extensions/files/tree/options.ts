import type { CallOptions, Int64 } from "../../../api-client/index.js";
import type { TransferSettings } from "../options.js";
import type { TransferProgress } from "../progress.js";

/** A file or directory of a tree, as a filter sees it. */
export interface TreeEntry {
  /** Where it is below the top of the tree, e.g. `raw/2024/data.csv`. */
  readonly path: string;
  readonly isDirectory: boolean;
  /** Bytes of a file; 0 for a directory. */
  readonly size: number;
}

/** How far the transfer of a tree has come. */
export interface TreeProgress extends TransferProgress {
  /** Bytes of all files. */
  readonly total: number;
  /** Files that are complete, those that were left as they were included. */
  readonly files: number;
  /** Files in all. */
  readonly totalFiles: number;
  /** The file that moved last. */
  readonly file: {
    /** Where it is below the top of the tree. */
    readonly path: string;
    readonly bytes: number;
    readonly total: number;
  };
}

/** What `files.uploadTree` and `files.downloadTree` take beside the two folders. */
export interface TreeOptions extends CallOptions, TransferSettings {
  /**
   * What to do with a file that is at the target already: `true` replaces it, `"skip"` leaves it as
   * it is, whatever is in it. Default: `false`, an error.
   */
  readonly overwrite?: boolean | "skip";
  /** Files under way at a time, 1 to 64; a large one is transferred in parts beside. Default: 4. */
  readonly concurrency?: number;
  /** Leaves out what it returns `false` for; of a directory, all that is in it. Default: nothing. */
  readonly filter?: (entry: TreeEntry) => boolean;
  /** Called as bytes move, and at the end of each file. What it throws ends the transfer. */
  readonly onProgress?: (progress: TreeProgress) => void;
}

/** What became of a tree. */
export interface TreeResult {
  /** Files that were transferred. */
  readonly files: number;
  /** Files that were there already and were left as they are (`overwrite: "skip"`). */
  readonly skipped: number;
  /** Bytes of the files that were transferred. */
  readonly bytes: number;
}

/** What `files.walk` takes beside the path. */
export interface WalkOptions extends CallOptions {
  /** Entries that the service sends at a time, at most 1000. Default: the service's. */
  readonly pageSize?: Int64;
  /** Levels to go down: 1 is the directory alone. Default: no limit. */
  readonly maxDepth?: number;
}
