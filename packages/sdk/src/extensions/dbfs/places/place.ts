import type { CallOptions } from "../../../api-client/index.js";
import type { Paged } from "../../../paging/index.js";
import type { FileInfo } from "../../../services/files/index.gen.js";
import type { UploadSource } from "../../streams/index.js";

/** Options of {@link Place.write}. */
export interface PlaceWriteOptions extends CallOptions {
  /** Replace a file that exists. Default: false, an error. */
  readonly overwrite?: boolean;
  /** Bytes that the source will give, where they are known. */
  readonly size?: number;
}

/**
 * A file system. Paths are its own (see `locate`), but those in a {@link FileInfo} are the user's,
 * which lead back here. What it can't do, it says with the errors of the service; what this machine
 * can't do is the caller's mistake.
 */
export interface Place {
  /** What is at a path. Throws when there is nothing. */
  stat(path: string, options?: CallOptions): Promise<FileInfo>;
  /** What is directly in a directory; a file lists itself. */
  list(path: string, options?: CallOptions): Paged<FileInfo>;
  /** The bytes of a file that has so many. */
  read(path: string, size: number, options?: CallOptions): AsyncIterable<Uint8Array>;
  /** Makes a file, which is whole or not there. */
  write(path: string, source: UploadSource, options?: PlaceWriteOptions): Promise<void>;
  /** Makes a directory with the parents that it lacks; one that exists is fine. */
  makeDirectory(path: string, options?: CallOptions): Promise<void>;
  /** Moves a file or directory; absent where that means to copy and delete. */
  move?(from: string, to: string, options?: CallOptions): Promise<void>;
  /** Moves a file over another; there where {@link move} is. */
  replace?(from: string, to: string, options?: CallOptions): Promise<void>;
  /** Deletes a file, or a directory with all that is in it. */
  delete(path: string, isDirectory: boolean, options?: CallOptions): Promise<void>;
}
