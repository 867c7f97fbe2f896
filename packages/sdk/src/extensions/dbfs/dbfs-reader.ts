import { collect } from "../streams/index.js";
import { streamOf } from "./stream-of.js";

/** What a {@link DbfsReader} is made of. */
export interface DbfsReaderInit {
  readonly path: string;
  readonly size: number;
  /** Begins to read. */
  readonly read: () => AsyncIterable<Uint8Array>;
}

/**
 * A file to read from. Each iteration, and each call of `text` and `bytes`, reads it from its start,
 * and no faster than its bytes are taken. Made by `dbfs.open` and `dbfs.download`.
 */
export class DbfsReader implements AsyncIterable<Uint8Array>, AsyncDisposable {
  /** Absolute path, without `dbfs:`. */
  readonly path: string;
  /** Bytes, when the file was opened. */
  readonly size: number;
  readonly #read: () => AsyncIterable<Uint8Array>;
  #readable: ReadableStream<Uint8Array> | undefined;

  /** Made by `dbfs.open` and `dbfs.download`. */
  constructor({ path, size, read }: DbfsReaderInit) {
    this.path = path;
    this.size = size;
    this.#read = read;
  }

  /** The file as one stream, which requests bytes when it is asked for some. */
  get readable(): ReadableStream<Uint8Array> {
    this.#readable ??= streamOf(this);
    return this.#readable;
  }

  /** Throws an {@link InvalidResponseError} when the file turns out shorter than it was. */
  [Symbol.asyncIterator](): AsyncIterator<Uint8Array> {
    return this.#read()[Symbol.asyncIterator]();
  }

  /** The whole file. */
  bytes(): Promise<Uint8Array> {
    return collect(this);
  }

  /** The whole file as UTF-8 text. */
  async text(): Promise<string> {
    return new TextDecoder().decode(await this.bytes());
  }

  /** Ends {@link readable}; the service holds nothing open for a reader. */
  async [Symbol.asyncDispose](): Promise<void> {
    if (this.#readable?.locked === false) await this.#readable.cancel();
  }
}
