import { createHash } from "node:crypto";
import * as fs from "node:fs";
import * as path from "node:path";

/** A catalog, a schema or a volume, by its names. */
export type FolderName = readonly string[];

/**
 * The folders of catalogs, schemas and volumes: made, moved and removed when these are. What lies
 * at an external location outlives the volume on it, and is there again with the next one.
 */
export class VolumeFolders {
  readonly #root: string;
  readonly #external: string;

  /**
   * @param root the folder that plays `/Volumes`
   * @param external folder beside it, for what no volume shows
   */
  constructor(root: string, external: string) {
    this.#root = root;
    this.#external = external;
  }

  /** @param location of an external volume: its files come back */
  create(name: FolderName, location?: string): void {
    const folder = this.#folder(name);
    const kept = location === undefined ? undefined : this.#keptAt(location);
    if (kept === undefined || !fs.existsSync(kept)) {
      fs.mkdirSync(folder, { recursive: true });
      return;
    }
    fs.mkdirSync(path.dirname(folder), { recursive: true });
    fs.rmSync(folder, { recursive: true, force: true });
    fs.renameSync(kept, folder);
  }

  /** Gives a folder, and all that is in it, another name. */
  rename(from: FolderName, to: FolderName): void {
    const folder = this.#folder(from);
    if (!fs.existsSync(folder)) return;
    const target = this.#folder(to);
    fs.rmSync(target, { recursive: true, force: true });
    fs.mkdirSync(path.dirname(target), { recursive: true });
    fs.renameSync(folder, target);
  }

  /** @param location of an external volume: its files are kept */
  remove(name: FolderName, location?: string): void {
    const folder = this.#folder(name);
    if (!fs.existsSync(folder)) return;
    if (location === undefined) {
      fs.rmSync(folder, { recursive: true, force: true });
      return;
    }
    const kept = this.#keptAt(location);
    fs.mkdirSync(path.dirname(kept), { recursive: true });
    fs.rmSync(kept, { recursive: true, force: true });
    fs.renameSync(folder, kept);
  }

  #folder(name: FolderName): string {
    return path.join(this.#root, ...name);
  }

  #keptAt(location: string): string {
    return path.join(this.#external, createHash("sha256").update(location).digest("hex"));
  }
}
