import type { Stats } from "node:fs";
import type { FileHandle } from "node:fs/promises";
import { InvalidRequestError } from "../../errors/index.js";
import { builtin } from "../../internal/index.js";
import { LazyBlob } from "../streams/index.js";

/** A file on this machine, open to be read. */
export interface LocalFile {
  /** The bytes, each stretch read when it is needed. Reading fails once the file has changed. */
  readonly content: Blob;
  close(): Promise<void>;
}

const chunkSize = 1024 * 1024;

/**
 * Opens a file on this machine. Throws an {@link InvalidRequestError} when there is no such file, it
 * can't be read, or the platform has no files.
 */
export async function openLocalFile(path: string): Promise<LocalFile> {
  const fs = builtin("node:fs/promises");
  if (fs === undefined) {
    throw invalid(
      "this platform has no files; give the content to files.upload, as a Blob or such",
    );
  }
  let handle: FileHandle | undefined;
  try {
    handle = await fs.open(path, "r");
    const stats = await handle.stat();
    if (!stats.isFile()) throw invalid(`${path} is not a regular file`);
    if (stats.size === 0) await expectEmpty(path, handle);
    const file = new OpenFile(path, handle, stats);
    const content = new LazyBlob((start, end) => file.open(start, end), 0, stats.size);
    return { content, close: () => file.close() };
  } catch (error) {
    await handle?.close();
    if (error instanceof InvalidRequestError) throw error;
    throw invalid(`${path} can't be read: ${(error as Error).message}`, error);
  }
}

/** Files that the system makes up, as those in /proc, have bytes of which it tells no number. */
async function expectEmpty(path: string, handle: FileHandle): Promise<void> {
  const { bytesRead } = await handle.read(new Uint8Array(1), 0, 1, 0);
  if (bytesRead > 0) throw invalid(`${path} tells no size: give a stream of it to files.upload`);
}

class OpenFile {
  readonly #path: string;
  readonly #handle: FileHandle;
  readonly #size: number;
  readonly #modified: number;

  constructor(path: string, handle: FileHandle, { size, mtimeMs }: Stats) {
    this.#path = path;
    this.#handle = handle;
    this.#size = size;
    this.#modified = mtimeMs;
  }

  /** Several streams can be read at a time: each knows its own position. */
  open(start: number, end: number): ReadableStream<Uint8Array<ArrayBuffer>> {
    let position = start;
    return new ReadableStream<Uint8Array<ArrayBuffer>>(
      {
        pull: async (controller) => {
          const left = Math.min(chunkSize, end - position);
          const chunk = left > 0 ? await this.#read(position, left) : undefined;
          position += chunk?.length ?? 0;
          // Before the last byte is given away: storage must not take a mix of old and new.
          if (position >= end) await this.#expectUnchanged();
          if (chunk !== undefined) controller.enqueue(chunk);
          if (position >= end) controller.close();
        },
      },
      { highWaterMark: 0 },
    );
  }

  close(): Promise<void> {
    return this.#handle.close();
  }

  async #read(position: number, length: number): Promise<Uint8Array<ArrayBuffer>> {
    const buffer = new Uint8Array(length);
    const { bytesRead } = await this.#handle.read(buffer, 0, length, position);
    if (bytesRead === 0) throw this.#changed();
    return buffer.subarray(0, bytesRead);
  }

  async #expectUnchanged(): Promise<void> {
    const { size, mtimeMs } = await this.#handle.stat();
    if (size !== this.#size || mtimeMs !== this.#modified) throw this.#changed();
  }

  #changed(): InvalidRequestError {
    return invalid(`${this.#path} changed while it was read; upload it again when it is complete`);
  }
}

function invalid(message: string, cause?: unknown): InvalidRequestError {
  return new InvalidRequestError(message, {
    field: "localPath",
    ...(cause === undefined ? undefined : { cause }),
  });
}
