import type { FileHandle } from "node:fs/promises";

/** Bytes that are written at once: fewer and larger writes leave the processor to the transfer. */
const BATCH = 512 * 1024;

/** Where bytes that arrive are written to. */
export interface Destination {
  readonly file: FileHandle;
  /** Where the first byte goes. Default 0. */
  readonly position?: number;
  /** Sees each chunk before it is written. */
  readonly onChunk?: (chunk: Uint8Array) => void;
}

/**
 * Writes all that a source gives, and returns how many bytes that were. While one batch is written
 * the next is gathered, and no more are held. What came before the source failed is written, too.
 */
export async function receive(
  source: AsyncIterable<Uint8Array>,
  { file, position = 0, onChunk }: Destination,
): Promise<number> {
  let end = position;
  let batch: Uint8Array[] = [];
  let size = 0;
  let writing: Promise<void> | undefined;
  const flush = async (): Promise<void> => {
    await writing;
    writing = writeAll(file, batch, end);
    // Why: it may fail while nobody waits for it; whoever waits later is told.
    writing.catch(() => undefined);
    end += size;
    batch = [];
    size = 0;
  };
  try {
    for await (const chunk of source) {
      onChunk?.(chunk);
      batch.push(chunk);
      size += chunk.byteLength;
      if (size >= BATCH) await flush();
    }
  } finally {
    await flush();
    await writing;
  }
  return end - position;
}

async function writeAll(
  file: FileHandle,
  chunks: readonly Uint8Array[],
  position: number,
): Promise<void> {
  let at = position;
  let left = chunks.filter(({ byteLength }) => byteLength > 0);
  while (left.length > 0) {
    const { bytesWritten } = await file.writev(left, at);
    at += bytesWritten;
    left = after(left, bytesWritten);
  }
}

/** What is left of chunks when so many bytes of them are gone. */
function after(chunks: readonly Uint8Array[], bytes: number): Uint8Array[] {
  let gone = bytes;
  return chunks.flatMap((chunk) => {
    const rest = chunk.subarray(Math.min(gone, chunk.byteLength));
    gone -= chunk.byteLength - rest.byteLength;
    return rest.byteLength > 0 ? [rest] : [];
  });
}
