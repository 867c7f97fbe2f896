import { mapConcurrently } from "../../../internal/index.js";
import type { ByteRange } from "./byte-range.js";
import type { FileSource } from "./file-source.js";
import type { FileVersion } from "./file-version.js";
import { RangeSink, type RangeSinkOptions } from "./range-sink.js";
import { ResumableReader } from "./resumable-reader.js";

/** What {@link fetchRanges} works with. */
export interface RangeFetch extends RangeSinkOptions {
  readonly source: FileSource;
  readonly version: FileVersion;
  readonly signal: AbortSignal;
  /** Ends all reading, with a reason. */
  readonly abort: (reason: unknown) => void;
  /** Bytes have come. */
  onBytes(count: number): void;
}

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
  await mapConcurrently(ranges, workers, work, fetch.abort);
  return reached;
}

async function fetchRange(range: ByteRange, fetch: RangeFetch): Promise<number> {
  const { source, version, signal } = fetch;
  const reader = new ResumableReader(source, { range, version, signal });
  const sink = new RangeSink(range.start, fetch);
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
    await sink.settle();
  }
}
