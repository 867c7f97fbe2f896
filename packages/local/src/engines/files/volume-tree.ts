import * as fs from "node:fs";
import * as path from "node:path";
import type { Clock } from "../../clock/index.js";
import { WorkspaceError } from "../../errors/index.js";
import { fileExists, otherKindExists, volumeMissing } from "./file-errors.js";
import { FolderTree } from "./folder-tree.js";
import { parseVolumePath, type PathKind, type VolumePath } from "./volume-path.js";

/** What the files of volumes need of the catalog. */
export interface VolumesPort {
  /** Whether there is such a volume. Names are in lower case. */
  exists(catalog: string, schema: string, volume: string): boolean;
}

/** The folder in which volumes lie, as `<catalog>/<schema>/<volume>`, and what may be put into it. */
export class VolumeTree {
  /** The folder that plays `/Volumes`. */
  readonly root: string;
  readonly #tree: FolderTree;
  readonly #volumes: VolumesPort;
  readonly #clock: Clock;

  /** @param base made if need be; beside the tree it holds what is unfinished */
  constructor(base: string, volumes: VolumesPort, clock: Clock) {
    this.root = path.join(base, "volumes");
    this.#tree = new FolderTree(this.root, path.join(base, "unfinished"));
    this.#volumes = volumes;
    this.#clock = clock;
  }

  /** @throws {WorkspaceError} when it is not a path in a volume, or there is no such volume */
  resolve(input: string, kind: PathKind): VolumePath {
    const found = parseVolumePath(input, kind);
    if (!this.#volumes.exists(...found.volume)) throw volumeMissing(found.volume.join("."));
    // Why: the catalog says that the volume is there, whatever a program did to its folder.
    if (found.isRoot && !this.#tree.stat(found.at)) this.#tree.makeFolder(found.at);
    return found;
  }

  /** Where a file lies on this machine; undefined: it is none, or in no volume. */
  find(input: string): string | undefined {
    try {
      const found = this.resolve(input, "file");
      return this.stat(found)?.isFile() ? this.locate(found) : undefined;
    } catch (error) {
      if (error instanceof WorkspaceError) return undefined;
      throw error;
    }
  }

  stat({ at }: VolumePath): fs.Stats | undefined {
    return this.#tree.stat(at);
  }

  /** Where a path lies on this machine, whether there is something or not. */
  locate({ at }: VolumePath): string {
    return this.#tree.locate(at);
  }

  /** @throws {WorkspaceError} when a file must not be put there */
  checkFree(target: VolumePath, overwrite: boolean): void {
    const stats = this.#tree.stat(target.at);
    if (stats?.isDirectory()) throw otherKindExists("directory", target.path);
    if (stats && !overwrite) throw fileExists();
    this.checkWay(path.posix.dirname(target.at));
  }

  /** @throws {WorkspaceError} when a file stands where a directory is needed */
  checkWay(at: string): void {
    const file = this.#tree.fileOnTheWay(at);
    if (file !== undefined) throw otherKindExists("file", `/Volumes${file}`);
  }

  makeFolder({ at }: VolumePath): void {
    this.checkWay(at);
    this.#tree.makeFolder(at);
  }

  /** A new empty file outside of the tree. */
  newFile(): string {
    return this.#tree.newFile();
  }

  /** Puts a file at its place in one step. @throws {WorkspaceError} when that is taken by now */
  place(file: string, target: VolumePath, overwrite: boolean): void {
    this.checkFree(target, overwrite);
    this.#tree.adopt(file, target.at, this.#clock.now());
  }

  remove({ at }: VolumePath): Promise<void> {
    return this.#tree.remove(at);
  }

  /** What a folder holds, by name. */
  names(at: VolumePath): string[] {
    return fs.readdirSync(this.locate(at)).sort();
  }
}
