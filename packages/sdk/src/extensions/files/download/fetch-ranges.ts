import { BlockBuffer } from "./block-buffer.js";
import type { ByteRange, ClosedRange } from "./byte-range.js";
import { concurrently } from "./concurrently.js";
import type { FileSource } from "./file-source.js";
import type { FileVersion } from "./file-version.js";
import { ResumableReader } from "./resumable-reader.js";

/** What {@link fetchRanges} works with. */
export interface RangeFetch {
  readonly source: FileSource;
  readonly version: FileVersion;
  readonly signal: AbortSignal;
  /** Ends all reading, with a reason. */
  readonly abort: (reason: unknown) => void;
  /** Where the bytes go. */
  write(bytes: Uint8Array, position: number): Promise<void>;
  /** Bytes have come. */
  onBytes(count: number): void;
  /** Bytes have been written, as a rule a {@link checkpoint} at a time. */
  onStored?: ((range: ClosedRange) => Promise<void>) | undefined;
  /** Bytes after which {@link onStored} is told. */
  readonly checkpoint: number;
}

/** Bytes that are written at a time. */
const blockSize = 1024 * 1024;

/**
 * Fetches ranges of a file, so many at a time. The first failure ends all, and is thrown when nothing
 * is under way any more. Resolves to the place behind the last byte.
 */
export async function fetchRanges(
  ranges: readonly ByteRange[],
  workers: number,
  fetch: RangeFetch,
): Promise<number> {
  let reached = 0;
  const work = async (range: ByteRange): Promise<void> => {
    reached = Math.max(reached, await fetchRange(range, fetch));
  };
  await concurrently(ranges, workers, work, fetch.abort);
  return reached;
}

async function fetchRange(range: ByteRange, fetch: RangeFetch): Promise<number> {
  const { source, version, signal } = fetch;
  const reader = new ResumableReader(source, { range, version, signal });
  const sink = new RangeSink(fetch, range.start);
  const read = (): Promise<Uint8Array | undefined> =>
    reader.read().catch(async (error: unknown) => {
      // What has come is worth keeping; but the error before is the one to tell.
      if (fetch.onStored !== undefined) await sink.flush().catch(() => undefined);
      throw error;
    });
  try {
    for (let chunk = await read(); chunk !== undefined; chunk = await read()) {
      fetch.onBytes(chunk.length);
      await sink.add(chunk);
    }
    return await sink.flush();
  } finally {
    await reader.close();
  }
}

/** Writes what comes of a range in blocks. */
class RangeSink {
  readonly #fetch: RangeFetch;
  readonly #buffer = new BlockBuffer(blockSize);
  #written: number;
  #stored: number;

  constructor(fetch: RangeFetch, start: number) {
    this.#fetch = fetch;
    this.#written = start;
    this.#stored = start;
  }

  async add(chunk: Uint8Array): Promise<void> {
    for (const block of this.#buffer.add(chunk)) await this.#write(block);
    if (this.#written - this.#stored >= this.#fetch.checkpoint) await this.#store();
  }

  /** Writes the rest. Resolves to the place behind it. */
  async flush(): Promise<number> {
    await this.#write(this.#buffer.take());
    await this.#store();
    return this.#written;
  }

  async #write(block: Uint8Array): Promise<void> {
    await this.#fetch.write(block, this.#written);
    this.#written += block.length;
  }

  async #store(): Promise<void> {
    const range = { start: this.#stored, end: this.#written };
    if (range.start < range.end) await this.#fetch.onStored?.(range);
    this.#stored = range.end;
  }
}
