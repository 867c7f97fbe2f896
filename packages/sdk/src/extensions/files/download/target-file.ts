import type { FileHandle } from "node:fs/promises";
import { createChecksum } from "../checksum.js";
import { checkTarget, localFiles } from "./local-files.js";

const blockSize = 1024 * 1024;

/**
 * A local file on its way: it stands beside its place under another name, and moves there when it
 * is whole.
 */
export class TargetFile {
  readonly #place: string;
  readonly #temporary: string;
  readonly #handle: FileHandle;

  private constructor(place: string, temporary: string, handle: FileHandle) {
    this.#place = place;
    this.#temporary = temporary;
    this.#handle = handle;
  }

  /** Makes an empty one, under a name that nobody else has. */
  static async create(place: string): Promise<TargetFile> {
    const temporary = `${place}.${crypto.randomUUID()}.partial`;
    return new TargetFile(place, temporary, await localFiles().open(temporary, "wx+"));
  }

  /** Opens the one that was left behind under a name known to all, or makes it. */
  static async reopen(place: string): Promise<TargetFile> {
    const { constants, open } = localFiles();
    const temporary = `${place}.partial`;
    const handle = await open(temporary, constants.O_RDWR | constants.O_CREAT);
    return new TargetFile(place, temporary, handle);
  }

  /** The file itself, for what is kept in it beside the contents. */
  get handle(): FileHandle {
    return this.#handle;
  }

  /** Writes all of the chunks at a place, one behind the other. */
  async write(chunks: readonly Uint8Array[], position: number): Promise<void> {
    let left = chunks;
    for (let at = position; left.length > 0;) {
      const { bytesWritten } = await this.#handle.writev(left, at);
      at += bytesWritten;
      left = behind(left, bytesWritten);
    }
  }

  /** The hash, in hexadecimal, of the first `size` bytes as they were written. */
  async checksum(algorithm: "sha256", size: number, signal: AbortSignal): Promise<string> {
    const checksum = createChecksum(algorithm);
    const block = new Uint8Array(blockSize);
    for (let position = 0; position < size;) {
      signal.throwIfAborted();
      const length = Math.min(blockSize, size - position);
      const { bytesRead } = await this.#handle.read(block, 0, length, position);
      if (bytesRead === 0) throw new Error(`${this.#temporary} was cut off by another program`);
      checksum.update(block.subarray(0, bytesRead));
      position += bytesRead;
    }
    return checksum.digest();
  }

  /** Moves the file, which has `size` bytes, to its place. */
  async commit(size: number, overwrite: boolean): Promise<void> {
    await this.#handle.truncate(size);
    await this.#handle.close();
    if (!overwrite) await checkTarget(this.#place, false);
    await localFiles().rename(this.#temporary, this.#place);
  }

  /** Closes it and lets it stand. Never throws. */
  async keep(): Promise<void> {
    await this.#handle.close().catch(ignore);
  }

  /** Removes it. Never throws. */
  async discard(): Promise<void> {
    await this.keep();
    await localFiles().rm(this.#temporary, { force: true }).catch(ignore);
  }
}

/** What is left of chunks without their first bytes. */
function behind(chunks: readonly Uint8Array[], bytes: number): readonly Uint8Array[] {
  let done = bytes;
  const index = chunks.findIndex(({ length }) => {
    if (length > done) return true;
    done -= length;
    return false;
  });
  if (index === -1) return [];
  return [chunks[index]!.subarray(done), ...chunks.slice(index + 1)];
}

function ignore(): void {}
