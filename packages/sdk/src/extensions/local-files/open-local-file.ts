import type { Stats } from "node:fs";
import type { FileHandle } from "node:fs/promises";
import { InvalidRequestError } from "../../errors/index.js";
import { builtin } from "../../internal/index.js";
import { LazyBlob } from "../streams/index.js";
import { attempted, localFailure } from "./local-failure.js";

/** A file on this machine, open to be read. */
export interface LocalFile {
  /** The bytes, each stretch read when it is needed. Reading fails once the file has changed. */
  readonly content: Blob;
  close(): Promise<void>;
}

const chunkSize = 1024 * 1024;

/**
 * Opens a file on this machine. Throws an {@link InvalidRequestError} naming `field` when there is no
 * such file, it can't be read, or the platform has no files.
 */
export async function openLocalFile(path: string, field = "localPath"): Promise<LocalFile> {
  const fs = builtin("node:fs/promises");
  if (fs === undefined) {
    const message =
      "this platform has no files; give the content to files.upload, as a Blob or such";
    throw invalid(message, field);
  }
  let handle: FileHandle | undefined;
  try {
    handle = await fs.open(path, "r");
    const stats = await handle.stat();
    if (!stats.isFile()) throw invalid(`${path} is not a regular file`, field);
    if (stats.size === 0) await expectEmpty(path, handle, field);
    const file = new OpenFile({ path, field, handle, stats });
    const content = new LazyBlob((start, end) => file.open(start, end), 0, stats.size);
    return { content, close: () => file.close() };
  } catch (error) {
    await handle?.close();
    throw localFailure(error, { path, field });
  }
}

/** Files that the system makes up, as those in /proc, have bytes of which it tells no number. */
async function expectEmpty(path: string, handle: FileHandle, field: string): Promise<void> {
  const { bytesRead } = await handle.read(new Uint8Array(1), 0, 1, 0);
  if (bytesRead === 0) return;
  throw invalid(`${path} tells no size: give a stream of it to files.upload`, field);
}

interface OpenFileInit {
  readonly path: string;
  readonly field: string;
  readonly handle: FileHandle;
  readonly stats: Stats;
}

class OpenFile {
  readonly #path: string;
  readonly #field: string;
  readonly #handle: FileHandle;
  readonly #size: number;
  readonly #modified: number;

  constructor({ path, field, handle, stats }: OpenFileInit) {
    this.#path = path;
    this.#field = field;
    this.#handle = handle;
    this.#size = stats.size;
    this.#modified = stats.mtimeMs;
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
    const reading = this.#handle.read(buffer, 0, length, position);
    const { bytesRead } = await attempted({ path: this.#path, field: this.#field }, reading);
    if (bytesRead === 0) throw this.#changed();
    return buffer.subarray(0, bytesRead);
  }

  async #expectUnchanged(): Promise<void> {
    const { size, mtimeMs } = await this.#handle.stat();
    if (size !== this.#size || mtimeMs !== this.#modified) throw this.#changed();
  }

  #changed(): InvalidRequestError {
    const message = `${this.#path} changed while it was read; upload it again when it is complete`;
    return invalid(message, this.#field);
  }
}

function invalid(message: string, field: string): InvalidRequestError {
  return new InvalidRequestError(message, { field });
}
