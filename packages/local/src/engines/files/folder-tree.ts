import * as fs from "node:fs";
import * as fsPromises from "node:fs/promises";
import * as path from "node:path";

/**
 * A real folder whose insides are addressed by absolute paths of a file system of its own (`/a/b`).
 * Paths must be normalized before they come here. A symbolic link, which only programs of this
 * machine can have put there, counts as nothing: no path leads out of the folder.
 */
export class FolderTree {
  readonly #root: string;
  readonly #trash: string;
  #next = 0;

  /**
   * @param root the folder; made if need be
   * @param trash a folder beside it, for what is half written or half removed; emptied now
   */
  constructor(root: string, trash: string) {
    this.#root = root;
    this.#trash = trash;
    // What an earlier process left there is of no use to anybody.
    fs.rmSync(this.#trash, { recursive: true, force: true });
    fs.mkdirSync(this.#root, { recursive: true });
    fs.mkdirSync(this.#trash, { recursive: true });
  }

  /** Where a path lies on this machine, whether there is something or not. */
  locate(at: string): string {
    return path.join(this.#root, ...at.split("/"));
  }

  /** What is there; undefined: nothing, or nothing that this tree made. */
  stat(at: string): fs.Stats | undefined {
    const names = at.split("/").filter(Boolean);
    let real = this.#root;
    let stats = lstat(real);
    for (const name of names) {
      if (!stats?.isDirectory()) return undefined;
      real = path.join(real, name);
      stats = lstat(real);
    }
    return stats?.isDirectory() || stats?.isFile() ? stats : undefined;
  }

  /** The path nearest to the root at which a file stands in the way of a folder `at`. */
  fileOnTheWay(at: string): string | undefined {
    const names = at.split("/").filter(Boolean);
    for (let count = 1; count <= names.length; count += 1) {
      const prefix = `/${names.slice(0, count).join("/")}`;
      const stats = lstat(this.locate(prefix));
      if (!stats) return undefined;
      if (!stats.isDirectory()) return prefix;
    }
    return undefined;
  }

  /** Makes the folder and its parents. */
  makeFolder(at: string): void {
    fs.mkdirSync(this.locate(at), { recursive: true });
  }

  /** A new empty file outside of the tree, to be filled and then put into it. */
  newFile(): string {
    const file = path.join(this.#trash, String(++this.#next));
    fs.writeFileSync(file, "", { flag: "wx" });
    return file;
  }

  /** Puts a file from `newFile` at its place in one step, over one that is there. */
  adopt(file: string, at: string, modified: number): void {
    fs.utimesSync(file, modified / 1000, modified / 1000);
    this.makeFolder(path.posix.dirname(at));
    fs.renameSync(file, this.locate(at));
  }

  /** Moves a file or folder to a place whose parents are made, and where nothing must be. */
  move(from: string, to: string): void {
    this.makeFolder(path.posix.dirname(to));
    fs.renameSync(this.locate(from), this.locate(to));
  }

  /** Takes a file or folder away at once; its bytes follow. */
  async remove(at: string): Promise<void> {
    const away = path.join(this.#trash, String(++this.#next));
    fs.renameSync(this.locate(at), away);
    await fsPromises.rm(away, { recursive: true, force: true });
  }
}

function lstat(real: string): fs.Stats | undefined {
  return fs.lstatSync(real, { throwIfNoEntry: false });
}
