import type { ClosedRange } from "./byte-range.js";

/** What a {@link RangeSink} works with. */
export interface RangeSinkOptions {
  /** Writes chunks one behind the other. */
  write(chunks: readonly Uint8Array[], position: number): Promise<void>;
  /** Bytes have been written, as a rule a {@link checkpoint} at a time. */
  readonly onStored?: ((range: ClosedRange) => Promise<void>) | undefined;
  /** Bytes after which {@link onStored} is told. */
  readonly checkpoint: number;
}

/** Bytes that are written at a time. */
const batchSize = 1024 * 1024;
/** Chunks that are written at a time, should they be tiny. */
const mostChunks = 1024;

/**
 * Writes what comes of a range, as it came: nothing is copied. While one batch is written, the next
 * is gathered, and no more are held.
 */
export class RangeSink {
  readonly #options: RangeSinkOptions;
  #batch: Uint8Array[] = [];
  #size = 0;
  /** Where the batch will stand. */
  #position: number;
  #stored: number;
  #writing: Promise<void> = Promise.resolve();

  constructor(start: number, options: RangeSinkOptions) {
    this.#options = options;
    this.#position = start;
    this.#stored = start;
  }

  /** Takes a chunk, which must not change afterwards. Throws what writing an earlier one threw. */
  async add(chunk: Uint8Array): Promise<void> {
    this.#batch.push(chunk);
    this.#size += chunk.length;
    if (this.#size >= batchSize || this.#batch.length >= mostChunks) await this.#write();
  }

  /** Writes the rest. Resolves to the place behind it. */
  async flush(): Promise<number> {
    await this.#write();
    await this.#writing;
    await this.#store();
    return this.#position;
  }

  /** Waits until nothing is being written any more. Never throws. */
  async settle(): Promise<void> {
    await this.#writing.catch(() => undefined);
  }

  /** Waits for the batch before, and begins with this one. */
  async #write(): Promise<void> {
    await this.#writing;
    if (this.#position - this.#stored >= this.#options.checkpoint) await this.#store();
    const [batch, position] = [this.#batch, this.#position];
    this.#position += this.#size;
    this.#batch = [];
    this.#size = 0;
    this.#writing = this.#options.write(batch, position);
    this.#writing.catch(() => undefined); // who waits for it hears of it
  }

  /** All before the position has been written. */
  async #store(): Promise<void> {
    const range = { start: this.#stored, end: this.#position };
    if (range.start < range.end) await this.#options.onStored?.(range);
    this.#stored = range.end;
  }
}
