import type { Stats } from "node:fs";
import type { Store } from "../../state/index.js";
import type { Disk } from "./disk.js";
import { GitView } from "./git-view.js";
import { ObjectIndex, type NodeKind, type ObjectRecord } from "./object-index.js";
import type { GitFoldersPort, ObjectKind } from "./ports.js";
import { isFolder, type TreeObject } from "./tree-object.js";
import { childOf, parentOf } from "./workspace-path.js";

/** How access lists call what is on the disk. */
export const KINDS: Readonly<Record<NodeKind, ObjectKind>> = {
  directory: "directories",
  file: "files",
  notebook: "notebooks",
};

/**
 * Finds objects: what is on the disk, be it known or put there by a program, and what is in Git
 * folders.
 */
export class TreeObjects {
  readonly index: ObjectIndex;
  readonly git: GitView;
  readonly #disk: Disk;
  readonly #store: Store;
  #linked = "";

  constructor(disk: Disk, store: Store, gitFolders: GitFoldersPort) {
    this.#disk = disk;
    this.#store = store;
    this.index = new ObjectIndex(store);
    this.git = new GitView(gitFolders, this.index);
  }

  /** What is at a path. */
  find(at: string): TreeObject | undefined {
    const git = this.git.folderOf(at);
    return git ? this.git.find(at, git) : this.#onDisk(at);
  }

  /** What is in a folder, by name; nothing for what is no folder. */
  children(folder: TreeObject): readonly TreeObject[] {
    if (!isFolder(folder)) return [];
    const found = this.#store.transaction(() => {
      if (folder.gitFolder) return this.git.children(folder);
      const git = this.git.foldersIn(folder.path);
      const taken = new Set(git.map(({ path }) => path));
      const paths = this.#disk.names(folder.path).map((name) => childOf(folder.path, name));
      const free = paths.filter((at) => !taken.has(at));
      return [...free.flatMap((at) => this.#onDisk(at) ?? []), ...git];
    });
    return found.toSorted((a, b) => (a.path < b.path ? -1 : 1));
  }

  /** What is in a folder, and in the folders in it, down to Git folders. */
  below(folder: TreeObject): readonly TreeObject[] {
    return this.children(folder).flatMap((child) => {
      return child.kind === "directories" ? [child, ...this.below(child)] : [child];
    });
  }

  /** The object of a kind and id. */
  byId(kind: ObjectKind, id: number): TreeObject | undefined {
    const path = kind === "repos" ? this.git.pathOf(id) : this.index.pathOf(id);
    const found = path === undefined ? undefined : this.find(path);
    return found?.kind === kind && found.id === id ? found : undefined;
  }

  /** The folders that a path is in, the nearest first. */
  above(at: string): readonly TreeObject[] {
    if (at === "/") return [];
    const parent = parentOf(at);
    const found = this.find(parent);
    return [...(found ? [found] : []), ...this.above(parent)];
  }

  /** Makes the folders that Git folders are in, and lets programs find these at their paths. */
  linkGitFolders(): void {
    const folders = this.git.folders();
    const state = JSON.stringify(folders);
    if (state === this.#linked) return;
    this.#linked = state;
    for (const { path, file } of folders) this.#disk.link(path, file);
  }

  #onDisk(at: string): TreeObject | undefined {
    const stats = this.#disk.stat(at);
    if (!stats) return undefined;
    const { kind, ...record } = this.#recordOf(at, stats);
    const base = { kind: KINDS[kind], id: record.id, path: at, file: this.#disk.locate(at) };
    if (kind === "directory") return base;
    const { createdAt, language, format } = record;
    const times = { createdAt, modifiedAt: Math.round(stats.mtimeMs) };
    if (kind === "file") return { ...base, ...times, size: stats.size };
    return { ...base, ...times, ...(language && { language }), ...(format && { format }) };
  }

  /** What a program put there is a folder or a plain file. */
  #recordOf(at: string, stats: Stats): ObjectRecord {
    const known = this.index.get(at);
    if (known?.kind === "notebook" && stats.isFile()) return known;
    const kind = stats.isDirectory() ? "directory" : "file";
    return this.index.seen(at, kind, Math.round(stats.mtimeMs));
  }
}
