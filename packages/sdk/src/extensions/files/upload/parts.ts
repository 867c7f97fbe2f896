import type { Replayable } from "../../streams/index.js";

/** A stretch of a file that is sent in one request. */
export interface Part {
  /** Counted from 1. */
  readonly number: number;
  /** The byte of the file that it begins with. */
  readonly offset: number;
  readonly content: Replayable;
  readonly size: number;
  readonly isLast: boolean;
  /** Gives its memory back, once it has been sent. */
  release(): void;
}

/** A source, part by part. */
export interface Parts {
  /** Bytes in all, where they are known. */
  readonly total: number | undefined;
  /** Bytes of every part but the last. */
  readonly partSize: number;
  /** The next part. There is at least one, if an empty one; `undefined` after the last. */
  next(): Promise<Part | undefined>;
  /** All of the content, as the body of one request. `first` is the part that has been taken. */
  whole(first: Part): Replayable | ReadableStream<Uint8Array>;
  /** The hash asked for, once all parts have been read. */
  checksum(): Promise<string | undefined>;
}
