import * as fs from "node:fs";
import * as fsPromises from "node:fs/promises";
import * as path from "node:path";
import { makeTemporaryFolder, removeTemporaryFolder } from "../../processes/index.js";

/**
 * The real folder that the tree lies in: the path of an object is its path in there. Symbolic links
 * count as nothing, so that no path leads out of it. Paths must be normalized before they come here.
 */
export class Disk {
  readonly root: string;
  readonly #base: string;
  readonly #temporary: boolean;
  readonly #unfinished: string;
  #next = 0;

  /** @param folder Made if need be. Without one: a temporary folder, gone after `close()`. */
  constructor(folder: string | undefined) {
    this.#temporary = folder === undefined;
    this.#base = path.resolve(folder ?? makeTemporaryFolder("workspace"));
    this.root = path.join(this.#base, "workspace");
    this.#unfinished = path.join(this.#base, "unfinished");
    // What an earlier process left half written or half removed is of no use to anybody.
    fs.rmSync(this.#unfinished, { recursive: true, force: true });
    fs.mkdirSync(this.#unfinished, { recursive: true });
    fs.mkdirSync(this.root, { recursive: true });
  }

  /** A folder beside the tree, made if need be. */
  beside(name: string): string {
    const folder = path.join(this.#base, name);
    fs.mkdirSync(folder, { recursive: true });
    return folder;
  }

  /** Where a path lies on this machine, whether there is something or not. */
  locate(at: string): string {
    return path.join(this.root, ...at.split("/"));
  }

  /** The folder or file that is there. */
  stat(at: string): fs.Stats | undefined {
    let real = this.root;
    let stats = lstat(real);
    for (const name of at.split("/").filter(Boolean)) {
      if (!stats?.isDirectory()) return undefined;
      real = path.join(real, name);
      stats = lstat(real);
    }
    return stats?.isDirectory() || stats?.isFile() ? stats : undefined;
  }

  /** The names in a folder, in order. */
  names(at: string): readonly string[] {
    return fs.readdirSync(this.locate(at)).sort();
  }

  /**
   * Makes a folder and its parents; links in the way make room.
   *
   * @param base Folder of this machine that it is made in. Default: the root of the tree.
   */
  makeFolder(at: string, base: string = this.root): void {
    let real = base;
    for (const name of at.split("/").filter(Boolean)) {
      real = path.join(real, name);
      const stats = lstat(real);
      if (stats?.isSymbolicLink()) fs.unlinkSync(real);
      if (!stats?.isDirectory()) fs.mkdirSync(real);
    }
  }

  /** Lets programs find at a path what lies elsewhere; the tree itself does not see it. */
  link(at: string, target: string): void {
    const real = this.locate(at);
    try {
      this.makeFolder(path.posix.dirname(at));
      if (lstat(real)?.isSymbolicLink()) fs.unlinkSync(real);
      fs.symlinkSync(target, real, "junction");
    } catch {
      // Why: where something is in the way, programs do without; the tree does not need the link.
    }
  }

  /** Writes a file outside of the tree, to be put into it by {@link adopt}. */
  stage(bytes: Uint8Array): string {
    const file = this.#newFile();
    fs.writeFileSync(file, bytes);
    return file;
  }

  /**
   * The same for bytes that are still arriving.
   *
   * @param check told of how many there are so far; what it throws ends the file
   */
  async stageAll(
    source: AsyncIterable<Uint8Array>,
    check: (size: number) => void,
  ): Promise<string> {
    const file = this.#newFile();
    const handle = await fsPromises.open(file, "wx");
    try {
      let size = 0;
      for await (const chunk of source) {
        check((size += chunk.byteLength));
        await handle.appendFile(chunk);
      }
      return file;
    } catch (error) {
      await this.clear(file);
      throw error;
    } finally {
      await handle.close();
    }
  }

  /** Puts a staged file at a place of this machine in one step, over one that is there. */
  adopt(file: string, real: string, modified: number): void {
    fs.utimesSync(file, modified / 1000, modified / 1000);
    fs.renameSync(file, real);
  }

  /** Takes a file or folder of this machine away; the result is to be given to {@link clear}. */
  takeAway(real: string): string {
    const away = this.#newFile();
    fs.renameSync(real, away);
    return away;
  }

  /** Removes what was taken away, or was never put into the tree. */
  async clear(file: string): Promise<void> {
    await fsPromises.rm(file, { recursive: true, force: true });
  }

  /** Removes the folder if it was a temporary one. */
  close(): void {
    if (this.#temporary) removeTemporaryFolder(this.#base);
  }

  #newFile(): string {
    return path.join(this.#unfinished, String(++this.#next));
  }
}

function lstat(real: string): fs.Stats | undefined {
  return fs.lstatSync(real, { throwIfNoEntry: false });
}
