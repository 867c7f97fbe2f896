import { ApiError, ConnectionError, TimeoutError } from "../../../errors/index.js";
import type { ByteRange } from "./byte-range.js";
import type { FileBody } from "./file-body.js";
import type { FileSource } from "./file-source.js";
import { FileChanged, type FileVersion, isOther } from "./file-version.js";

/** What a {@link ResumableReader} needs beside its source. */
export interface ResumableReaderOptions {
  readonly range: ByteRange;
  /** What is known of the file already. */
  readonly version?: FileVersion;
  /** Ends the reading, with its reason. */
  readonly signal: AbortSignal;
}

/**
 * Reads a range of a file in order. Where the connection is lost, falls silent, or ends before it
 * should, it asks for the rest: as often as that brings bytes, and once when it brings none.
 */
export class ResumableReader {
  readonly #source: Pick<FileSource, "open" | "path" | "stat">;
  readonly #signal: AbortSignal;
  readonly #limit: number;
  #version: FileVersion;
  #position: number;
  #reader: ReadableStreamDefaultReader<Uint8Array> | undefined;
  /** Bytes to leave out, as the server began before the place that was asked for. */
  #surplus = 0;
  /** Where the answer under way ends, which may be behind what is wanted of it. */
  #answerEnd: number | undefined;
  /** It was lost since the last byte came. */
  #isStuck = false;

  constructor(
    source: Pick<FileSource, "open" | "path" | "stat">,
    { range, version = {}, signal }: ResumableReaderOptions,
  ) {
    this.#source = source;
    this.#signal = signal;
    this.#limit = range.end ?? Infinity;
    this.#version = version;
    this.#position = range.start;
  }

  /** The next byte's place in the file. */
  get position(): number {
    return this.#position;
  }

  /** Where it will end; `undefined` while nobody knows. */
  get end(): number | undefined {
    const { size } = this.#version;
    return size === undefined ? undefined : Math.min(size, this.#limit);
  }

  /**
   * Asks for the bytes from its position on, as `read` does when it has to; the answer is there to
   * be looked at, not to be read. `undefined` when the position is behind the end of the file.
   * Throws {@link FileChanged} when it isn't the file any more that it was.
   */
  async open(): Promise<Omit<FileBody, "contents"> | undefined> {
    const { path } = this.#source;
    const range = {
      start: this.#position,
      end: this.#limit === Infinity ? undefined : this.#limit,
    };
    const before = this.#version;
    const body = await this.#source.open(range, before).catch((error: unknown) => {
      const status = error instanceof ApiError ? error.status : undefined;
      if (status === 412) throw new FileChanged(path, { cause: error });
      if (status !== 416) throw error;
      if (before.size !== undefined) throw new FileChanged(path, { cause: error });
      this.#version = { size: this.#position };
      return undefined;
    });
    if (body === undefined) return undefined;
    this.#reader = body.contents.getReader();
    this.#surplus = this.#position - body.start;
    this.#answerEnd = body.end;
    const { size = before.size, lastModified = before.lastModified } = body.version;
    this.#version = { size, lastModified: before.lastModified ?? lastModified };
    if (!isOther(before, body.version)) return body;
    await this.close();
    throw new FileChanged(path);
  }

  /** The next bytes; `undefined` at the end. */
  async read(): Promise<Uint8Array | undefined> {
    for (;;) {
      if (this.end !== undefined && this.#position >= this.end) {
        await this.#finish();
        return undefined;
      }
      if (this.#reader === undefined) await this.open();
      const chunk = await this.#next();
      if (chunk !== undefined && chunk.length > 0) return chunk;
    }
  }

  /** Gives up the connection; never throws. */
  async close(): Promise<void> {
    const reader = this.#reader;
    this.#reader = undefined;
    await reader?.cancel().catch(() => undefined);
  }

  async #next(): Promise<Uint8Array | undefined> {
    try {
      const next = await this.#reader?.read();
      if (next?.value !== undefined) return this.#take(next.value);
    } catch (error) {
      return this.#lost(error);
    }
    if (this.end === undefined) await this.#askForSize();
    const { end = this.#position } = this;
    if (this.#position < end) {
      const message = `${this.#source.path}: the contents ended at byte ${this.#position} of ${end}`;
      this.#lost(new ConnectionError(message));
    }
    return undefined;
  }

  #take(chunk: Uint8Array): Uint8Array {
    const skipped = Math.min(this.#surplus, chunk.length);
    this.#surplus -= skipped;
    const bytes = chunk.subarray(skipped, skipped + (this.end ?? this.#limit) - this.#position);
    this.#position += bytes.length;
    if (bytes.length > 0) this.#isStuck = false;
    return bytes;
  }

  /** Decides whether to go on after an error, which it throws otherwise. */
  #lost(error: unknown): undefined {
    this.#reader = undefined;
    if (this.#signal.aborted) throw this.#signal.reason;
    const passes = error instanceof ConnectionError || error instanceof TimeoutError;
    if (!passes || this.#isStuck) throw error;
    this.#isStuck = true;
  }

  /** A body without a length may have been cut off without a trace. */
  async #askForSize(): Promise<void> {
    const seen = await this.#source.stat();
    if (isOther(this.#version, seen)) throw new FileChanged(this.#source.path);
    const { size = this.#position } = seen;
    this.#version = { ...this.#version, size };
    if (size < Math.min(this.#position, this.#limit)) throw new FileChanged(this.#source.path);
  }

  /** Reads the end of the answer as well, so that its connection can serve again. */
  async #finish(): Promise<void> {
    const isUsedUp = this.#position === this.#answerEnd;
    const next = isUsedUp ? await this.#reader?.read().catch(() => undefined) : undefined;
    if (next?.done === true) this.#reader = undefined;
    await this.close();
  }
}
