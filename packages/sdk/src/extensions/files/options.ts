import type { CallOptions } from "../../api-client/index.js";
import type { TransferProgress } from "./progress.js";

const mebibyte = 1024 * 1024;

/** How files are transferred: for one call, or for all of `new Files(w.apiClient, settings)`. */
export interface TransferSettings {
  /**
   * Transfer the parts of a file at the same time. Default: true. Storage of Google Cloud takes
   * uploads in order only, whatever this says.
   */
  readonly useParallel?: boolean;
  /** Parts under way at a time, 1 to 64. More need more connections and memory. Default: 10. */
  readonly parallelism?: number;
  /**
   * Bytes of a part, at most 4 GiB. Default: for uploads the smallest of 10, 20, 50, 100, 200,
   * 500 MiB, 1, 2 and 4 GiB that makes no more than 100 parts (10,000 parts where parts have to be
   * kept in memory, because their source can't be read again); 10 MiB for downloads, and for
   * uploads whose size is unknown.
   */
  readonly partSize?: number;
  /** Files of at least so many bytes are transferred in parts. Default: 50 MiB. */
  readonly multipartThreshold?: number;
  /** Milliseconds for which presigned URLs are asked to be valid, a year at most. Default: 1 h. */
  readonly urlLifetime?: number;
  /**
   * Milliseconds without a byte after which an exchange with storage fails, to be tried again;
   * 0: never. Default: 60 s. `fetch` does not tell how sending proceeds, so where it sends, as in
   * browsers, a part has to be there within it. Exchanges with the workspace keep to
   * `httpTimeoutSeconds`.
   */
  readonly stallTimeout?: number;
  /**
   * Ask for the storage proxy that some compute of Databricks has beside it, and exchange parts with
   * it in place of presigned URLs. It gets the client's credentials, over plain HTTP, so ask for it
   * inside of that network only. Default: false.
   */
  readonly storageProxy?: boolean;
}

/** What a transfer takes beside the options of every call; its `timeout` spans all of it. */
export interface TransferOptions extends CallOptions, TransferSettings {
  /**
   * Called as bytes move, at most ten times a second, and once at the end. It is not waited for. What
   * it throws, or rejects with, ends the transfer; a file that is complete by then, as at the last call, stays.
   */
  readonly onProgress?: (progress: TransferProgress) => void;
  /** Hash the bytes on their way and give the result back. Default: no. */
  readonly checksum?: "sha256";
}

/** What `files.upload` and `files.uploadFrom` take beside path and source. */
export interface UploadOptions extends TransferOptions {
  /** Replace a file that exists. Default: false, an {@link AlreadyExists} error. */
  readonly overwrite?: boolean;
  /**
   * Bytes that a stream will give, when they are known: gives `total` to the progress, and lets a
   * large file have larger parts. A stream that gives fewer or more ends in an error. Default:
   * unknown.
   */
  readonly contentLength?: number;
}

/** What became of an upload. */
export interface UploadResult {
  /** Bytes of the file. */
  readonly bytes: number;
  /** The hash asked for, in hexadecimal, of the bytes as they were read from the source. */
  readonly checksum?: string;
}

/** What {@link TransferSettings} is where nothing is said. */
export const transferDefaults: Required<Omit<TransferSettings, "partSize">> & {
  /** Bytes of a part where the size of the file does not decide. */
  readonly partSize: number;
} = {
  useParallel: true,
  parallelism: 10,
  partSize: 10 * mebibyte,
  multipartThreshold: 50 * mebibyte,
  urlLifetime: 60 * 60 * 1000,
  stallTimeout: 60 * 1000,
  storageProxy: false,
};
