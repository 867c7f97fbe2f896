import type { TransferOptions } from "../options.js";

/** What `files.download` takes beside the path; `timeout` holds until the contents are read. */
export interface DownloadOptions extends TransferOptions {
  /** The first byte to read, counted from 0. Default: 0. */
  readonly start?: number;
  /** The byte before which to stop, as with `slice`. Default: the end of the file. */
  readonly end?: number;
}

/** What `files.downloadTo` takes beside the paths. */
export interface DownloadToOptions extends TransferOptions {
  /** Replace a local file that exists. Default: false, an {@link InvalidRequestError}. */
  readonly overwrite?: boolean;
  /**
   * Keep what has come when the download fails or is aborted, as `<localPath>.partial`, and go on
   * from there next time, in another process too. It begins anew when the file in the workspace has
   * another size or time of modification by then. One process at a time. Default: false, which
   * leaves nothing behind.
   */
  readonly resume?: boolean;
}

/** What became of a download to a local file. */
export interface DownloadResult {
  /** Bytes of the file. */
  readonly bytes: number;
  /** Bytes that an earlier download had left behind, of a file that was resumed; else 0. */
  readonly resumed: number;
  /** The hash asked for, in hexadecimal, of the bytes as they stand in the local file. */
  readonly checksum?: string;
}
