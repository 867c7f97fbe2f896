import type { WorkspaceError } from "../../errors/index.js";
import type { Access } from "./access.js";
import type { CellOutputs } from "./cell-outputs.js";
import type { Disk } from "./disk.js";
import type { NodeKind } from "./object-index.js";
import type { TreeCaller } from "./ports.js";
import type { ImportedFolder, ImportedNotebook } from "./read-import.js";
import {
  alreadyExists,
  invalid,
  noParent,
  notFolder,
  otherType,
  readOnly,
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
    if (nearest.gitFolder) throw readOnly(asked.spelled);
    checkRepos(asked, "directory");
    access.check(nearest, "CAN_MANAGE", caller);
    this.#checkRoom(nearest, asked);
    disk.makeFolder(asked.at);
  }

  /** Puts a staged file at its place, or removes it where it cannot be there. */
  async placeFile(asked: AskedPath, staged: string, options: PlaceOptions): Promise<void> {
    const { disk, objects } = this.#options;
    try {
      this.#check(asked, "file", options);
      disk.adopt(staged, asked.at, this.#options.now());
      objects.index.put(asked.at, { kind: "file" }, this.#options.now());
    } finally {
      await disk.clear(staged);
    }
  }

  /** Puts a notebook at its place. */
  placeNotebook(asked: AskedPath, notebook: ImportedNotebook, options: PlaceOptions): void {
    const { disk, objects, outputs } = this.#options;
    const { source, language, format } = notebook;
    this.#check(asked, "notebook", options);
    const now = this.#options.now();
    disk.adopt(disk.stage(Buffer.from(source)), asked.at, now);
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

  /** Checks that an object of that kind may be put there. */
  #check(asked: AskedPath, kind: NodeKind, options: PlaceOptions): void {
    const { objects, access } = this.#options;
    const { caller, exists = alreadyExists } = options;
    const there = objects.find(asked.at);
    if (there && access.visibleTo(caller)(there)) {
      this.#checkOver(there, asked, kind, options);
      return;
    }
    const parent = this.#parentOf(asked, caller);
    if (parent.gitFolder) throw readOnly(asked.spelled);
    checkRepos(asked, kind);
    if (there) throw exists(asked.spelled);
    access.check(parent, "CAN_MANAGE", caller);
    this.#checkRoom(parent, asked);
  }

  /** Checks that an object may be put in the place of one that is there. */
  #checkOver(there: TreeObject, asked: AskedPath, kind: NodeKind, options: PlaceOptions): void {
    const { caller, overwrite, exists = alreadyExists } = options;
    if (!overwrite) throw exists(asked.spelled);
    if (there.kind !== KINDS[kind]) throw otherType(nameOf(asked.at));
    if (there.gitFolder) throw readOnly(asked.spelled);
    this.#options.access.check(there, "CAN_EDIT", caller);
  }

  #parentOf(asked: AskedPath, caller: TreeCaller): TreeObject {
    const { objects, access } = this.#options;
    const at = parentOf(asked.at);
    const parent = objects.find(at);
    if (parent && isFolder(parent) && access.visibleTo(caller)(parent)) return parent;
    throw noParent(asked.spell(at));
  }

  #checkRoom({ path }: TreeObject, asked: AskedPath): void {
    const { disk, mostChildren } = this.#options;
    if (disk.names(path).length < mostChildren) return;
    throw tooManyChildren(asked.spell(path), mostChildren);
  }
}

/** Below `/Repos` there are folders, and Git folders in them. */
function checkRepos({ at, spelled }: AskedPath, kind: NodeKind): void {
  if (!isWithin(at, "/Repos") || (kind === "directory" && parentOf(at) === "/Repos")) return;
  throw invalid(
    `path '${spelled}': below /Repos there can be /Repos/{folder} and Git folders only.`,
  );
}
