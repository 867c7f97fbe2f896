import type { FileHandle } from "node:fs/promises";
import { InvalidRequestError } from "../../errors/index.js";
import { attempted } from "./local-failure.js";
import { checkTarget, existsAlready, localFiles, localPaths, statOf } from "./local-files.js";

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

  /**
   * Makes an empty one, under a name that nobody else has. Throws an {@link InvalidRequestError}
   * naming `field` where none can be made.
   */
  static async create(place: string, field = "localPath"): Promise<TargetFile> {
    const temporary = besides(place, `.${crypto.randomUUID()}.partial`);
    const opening = localFiles().open(temporary, "wx+");
    const handle = await attempted({ path: place, done: "made", field }, opening);
    return new TargetFile(place, temporary, handle);
  }

  /**
   * Opens the one that was left behind under a name known to all, or makes it. Throws an
   * {@link InvalidRequestError} where something else stands there, or none can be made.
   */
  static async reopen(place: string): Promise<TargetFile> {
    const { constants, open } = localFiles();
    const temporary = `${place}.partial`;
    if ((await statOf(temporary))?.isFile() === false) throw inTheWay(temporary);
    const opening = open(temporary, constants.O_RDWR | constants.O_CREAT);
    const handle = await attempted({ path: temporary, done: "made" }, opening);
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

  /** Moves the file, which has `size` bytes, to its place. */
  async commit(size: number, overwrite: boolean): Promise<void> {
    await this.#handle.truncate(size);
    await this.#handle.close();
    if (overwrite || !(await this.#linkToPlace())) {
      await localFiles().rename(this.#temporary, this.#place);
    }
  }

  /**
   * Moves the file without replacing one that was made meanwhile, which no check beforehand can rule
   * out. `false` where the file system has no links, and there was nothing at the place just now.
   */
  async #linkToPlace(): Promise<boolean> {
    const { link, rm } = localFiles();
    try {
      await link(this.#temporary, this.#place);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === "EEXIST") throw existsAlready(this.#place);
      await checkTarget(this.#place, false);
      return false;
    }
    await rm(this.#temporary, { force: true }).catch(ignore); // the file is where it should be
    return true;
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

function inTheWay(temporary: string): InvalidRequestError {
  return new InvalidRequestError(
    `${temporary}, where a download that can be resumed is kept, is not a file: remove it, ` +
      "or give another path",
    { field: "localPath" },
  );
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

/** Bytes of a name that file systems take. */
const longestName = 255;

/** The path of a file beside another, whose name may be too long to have something added. */
function besides(place: string, suffix: string): string {
  const { basename, dirname, join } = localPaths();
  const encoder = new TextEncoder();
  const name = Array.from(basename(place));
  while (encoder.encode(name.join("")).length + suffix.length > longestName) name.pop();
  return join(dirname(place), name.join("") + suffix);
}

function ignore(): void {}
