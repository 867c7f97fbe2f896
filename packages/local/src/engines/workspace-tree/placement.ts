import * as fs from "node:fs";
import * as path from "node:path";
import type { WorkspaceError } from "../../errors/index.js";
import type { Access } from "./access.js";
import type { CellOutputs } from "./cell-outputs.js";
import type { Disk } from "./disk.js";
import { checkGitPath, fileOfNotebook } from "./git-files.js";
import type { NodeKind } from "./object-index.js";
import type { TreeCaller } from "./ports.js";
import type { ImportedFolder, ImportedNotebook } from "./read-import.js";
import {
  alreadyExists,
  invalid,
  noParent,
  notFolder,
  otherType,
  tooManyChildren,
} from "./tree-errors.js";
import { isFolder, type TreeObject } from "./tree-object.js";
import { KINDS, type TreeObjects } from "./tree-objects.js";
import {
  askedPath,
  childOf,
  isWithin,
  nameOf,
  parentOf,
  type AskedPath,
} from "./workspace-path.js";

/** Who puts something into the tree, and what is to be done about what is there. */
export interface PlaceOptions {
  readonly caller: TreeCaller;
  readonly overwrite: boolean;
  /** The error for what is there and is not to be overwritten. Default: that of notebooks. */
  readonly exists?: (path: string) => WorkspaceError;
}

/** What objects are put into the tree with. */
export interface PlacementOptions {
  readonly disk: Disk;
  readonly objects: TreeObjects;
  readonly access: Access;
  readonly outputs: CellOutputs;
  readonly mostChildren: number;
  /** Milliseconds since the Unix epoch. */
  now(): number;
}

/** Where something is to be put. */
interface Spot {
  readonly folder: TreeObject;
  /** What it takes the place of. */
  readonly over?: TreeObject | undefined;
}

/** Puts objects into the tree, where the rules of the workspace let them be. */
export class Placement {
  readonly #options: PlacementOptions;

  constructor(options: PlacementOptions) {
    this.#options = options;
  }

  /** Makes a folder and its parents; one that is there stays as it is. */
  makeFolder(asked: AskedPath, caller: TreeCaller): void {
    const { objects, access, disk } = this.#options;
    const there = objects.find(asked.at);
    const nearest = there ?? objects.above(asked.at)[0];
    if (nearest && !isFolder(nearest)) throw notFolder(nameOf(nearest.path));
    if (there || !nearest) return;
    checkPlace(nearest, asked, "directory");
    access.check(nearest, "CAN_MANAGE", caller);
    this.#checkRoom(nearest, asked);
    disk.makeFolder(asked.at.slice(nearest.path.length), nearest.file);
  }

  /** Checks that a Git folder may be made there. */
  checkGitFolder(asked: AskedPath, caller: TreeCaller): void {
    const { objects, access } = this.#options;
    if (objects.find(asked.at)) throw alreadyExists(asked.spelled);
    const [nearest] = objects.above(asked.at);
    if (!nearest || isWithin(asked.at, childOf("/Repos", caller.userName))) return;
    if (!isFolder(nearest)) throw notFolder(nameOf(nearest.path));
    access.check(nearest, "CAN_MANAGE", caller);
  }

  /** Puts a staged file at its place, or removes it where it cannot be there. */
  async placeFile(asked: AskedPath, staged: string, options: PlaceOptions): Promise<void> {
    const { disk, objects } = this.#options;
    try {
      const { folder } = this.#check(asked, "file", options);
      const now = this.#options.now();
      disk.adopt(staged, path.join(folder.file, nameOf(asked.at)), now);
      // Why not in clones: there, what a file holds may make a notebook of it.
      if (!folder.gitFolder) objects.index.put(asked.at, { kind: "file" }, now);
    } finally {
      await disk.clear(staged);
    }
  }

  /** Puts a notebook at its place. */
  placeNotebook(asked: AskedPath, notebook: ImportedNotebook, options: PlaceOptions): void {
    const { disk, objects, outputs } = this.#options;
    const { source, language, format } = notebook;
    const file = fileOfNotebook(nameOf(asked.at), notebook);
    const { folder, over } = this.#check(asked, "notebook", options, file.name);
    const now = this.#options.now();
    if (folder.gitFolder) {
      const real = path.join(folder.file, file.name);
      disk.adopt(disk.stage(Buffer.from(file.text)), real, now);
      // In another language or format it was another file.
      if (over && over.file !== real) fs.rmSync(over.file);
      return;
    }
    disk.adopt(disk.stage(Buffer.from(source)), path.join(folder.file, nameOf(asked.at)), now);
    const { id } = objects.index.put(asked.at, { kind: "notebook", language, format }, now);
    outputs.put(id, notebook.outputs);
  }

  /** Puts a folder of notebooks at its place; one that is there takes them in if told to overwrite. */
  placeFolder(asked: AskedPath, folder: ImportedFolder, options: PlaceOptions): void {
    const there = this.#options.objects.find(asked.at);
    if (there && !options.overwrite) throw alreadyExists(asked.spelled);
    if (there && !isFolder(there)) throw otherType(nameOf(asked.at));
    this.#parentOf(asked, options.caller);
    this.makeFolder(asked, options.caller);
    for (const { path, notebook } of folder.items) {
      const item = askedPath(asked.spell(childOf(asked.at, path)));
      this.makeFolder(notebook ? askedPath(asked.spell(parentOf(item.at))) : item, options.caller);
      if (notebook) this.placeNotebook(item, notebook, options);
    }
  }

  /**
   * Checks that an object of that kind may be put there.
   *
   * @param fileName what it is called in a clone. Default: its own name
   */
  #check(
    asked: AskedPath,
    kind: NodeKind,
    options: PlaceOptions,
    fileName: string = nameOf(asked.at),
  ): Spot {
    const { objects, access } = this.#options;
    const { caller, exists = alreadyExists } = options;
    const above = objects.find(parentOf(asked.at));
    const inClone = above?.gitFolder && objects.find(childOf(above.path, fileName));
    const there = objects.find(asked.at) ?? inClone;
    if (above && there && access.visibleTo(caller)(there)) {
      this.#checkOver(there, asked, kind, options);
      return { folder: above, over: there };
    }
    const folder = this.#parentOf(asked, caller);
    checkPlace(folder, asked, kind);
    if (there) throw exists(asked.spelled);
    access.check(folder, "CAN_MANAGE", caller);
    this.#checkRoom(folder, asked);
    return { folder };
  }

  /** Checks that an object may be put in the place of one that is there. */
  #checkOver(there: TreeObject, asked: AskedPath, kind: NodeKind, options: PlaceOptions): void {
    const { caller, overwrite, exists = alreadyExists } = options;
    if (!overwrite) throw exists(asked.spelled);
    if (there.kind !== KINDS[kind]) throw otherType(nameOf(asked.at));
    this.#options.access.check(there, "CAN_EDIT", caller);
  }

  #parentOf(asked: AskedPath, caller: TreeCaller): TreeObject {
    const { objects, access } = this.#options;
    const at = parentOf(asked.at);
    const parent = objects.find(at);
    if (parent && isFolder(parent) && access.visibleTo(caller)(parent)) return parent;
    throw noParent(asked.spell(at));
  }

  #checkRoom(folder: TreeObject, asked: AskedPath): void {
    const { mostChildren } = this.#options;
    if (fs.readdirSync(folder.file).length < mostChildren) return;
    throw tooManyChildren(asked.spell(folder.path), mostChildren);
  }
}

/** Below `/Repos` there are folders, and Git folders in them; in these there is what git has. */
function checkPlace(folder: TreeObject, { at, spelled }: AskedPath, kind: NodeKind): void {
  if (folder.gitFolder) return checkGitPath(at.slice(folder.path.length));
  if (!isWithin(at, "/Repos") || (kind === "directory" && parentOf(at) === "/Repos")) return;
  throw invalid(
    `path '${spelled}': below /Repos there can be /Repos/{folder} and Git folders only.`,
  );
}
