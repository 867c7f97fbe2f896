import * as fs from "node:fs";
import type { Clock } from "../../clock/index.js";
import type { Store } from "../../state/index.js";
import { Access, ROOTS } from "./access.js";
import { CellOutputs } from "./cell-outputs.js";
import { Disk } from "./disk.js";
import { jupyterOf, sourceOf } from "./notebook-source.js";
import type { CellOutput, Language } from "./notebooks/index.js";
import { Placement, type PlaceOptions } from "./placement.js";
import type { ObjectKind, TreeCaller, TreePorts } from "./ports.js";
import { mayBeNotebook, readImport, type Imported, type ImportFormat } from "./read-import.js";
import {
  alreadyExists,
  fileAlreadyExists,
  isProtected,
  LARGEST_CONTENT,
  LARGEST_FILE,
  notEmpty,
  tooLarge,
} from "./tree-errors.js";
import { isFolder, type TreeObject } from "./tree-object.js";
import { TreeObjects } from "./tree-objects.js";
import { askedPath, childOf, nameOf, parentOf, type AskedPath } from "./workspace-path.js";
import {
  exportFile,
  exportFolder,
  exportNotebook,
  type Exported,
  type ExportFormat,
} from "./write-export.js";

/** What the engine needs. */
export interface WorkspaceTreeOptions extends TreePorts {
  /** The workspace's own scope; collections `workspace_objects`, `workspace_object_...`. */
  readonly store: Store;
  readonly clock: Clock;
  /** Where the objects lie. Default: a temporary folder that `close()` removes. */
  readonly folder?: string;
  /** How many objects one folder may hold. Default 10,000. */
  readonly mostChildren?: number;
}

/** An object that is to be imported. */
export interface ImportRequest {
  readonly path: string;
  readonly content: Uint8Array;
  /** Default `SOURCE`. */
  readonly format?: ImportFormat | undefined;
  /** What single source files are written in. */
  readonly language?: Language | undefined;
  readonly overwrite?: boolean | undefined;
}

/** How an object is to be exported. */
export interface ExportOptions {
  /** Default `SOURCE`. */
  readonly format?: ExportFormat | undefined;
  /** Whether what cells printed goes with a Jupyter notebook. Default true. */
  readonly outputs?: boolean | undefined;
  /** Files may be longer than what is answered at once. Default false. */
  readonly streamed?: boolean | undefined;
}

/** The code of a notebook. */
export interface NotebookSource {
  readonly language: Language;
  /** With its header. */
  readonly source: string;
  /** Where just that lies on this machine; undefined: it was made of a Jupyter notebook. */
  readonly file?: string;
}

/**
 * The tree of notebooks, files and folders: real files in a real folder. All errors are
 * `WorkspaceError`s with the platform's codes.
 */
export class WorkspaceTree {
  readonly #isUser: TreePorts["isUser"];
  readonly #store: Store;
  readonly #disk: Disk;
  readonly #objects: TreeObjects;
  readonly #access: Access;
  readonly #outputs: CellOutputs;
  readonly #placement: Placement;

  constructor({ store, clock, folder, mostChildren = 10_000, ...ports }: WorkspaceTreeOptions) {
    this.#isUser = (name) => ports.isUser(name);
    this.#store = store;
    this.#disk = new Disk(folder);
    this.#objects = new TreeObjects(this.#disk, store, ports.gitFolders);
    this.#access = new Access(ports.access);
    this.#outputs = new CellOutputs(this.#disk.beside("outputs"));
    this.#placement = new Placement({
      disk: this.#disk,
      objects: this.#objects,
      access: this.#access,
      outputs: this.#outputs,
      mostChildren,
      now: () => clock.now(),
    });
    for (const root of ROOTS) this.#disk.makeFolder(root);
  }

  /** Sees to it that somebody has a home folder. */
  ensureHome(userName: string): void {
    const home = childOf("/Users", userName);
    if (!userName.includes("/") && !this.#disk.stat(home)) this.#disk.makeFolder(home);
  }

  /** Describes one object. */
  getStatus(path: string, caller: TreeCaller): TreeObject {
    const asked = this.#ask(path, caller);
    return spelled(this.#seen(asked, caller), asked);
  }

  /**
   * What a folder holds that the caller may see, by name; anything else is listed as itself.
   *
   * @param notebooksAfter leaves out notebooks that were not changed since; milliseconds
   */
  list(path: string, caller: TreeCaller, notebooksAfter?: number): readonly TreeObject[] {
    const asked = this.#ask(path, caller);
    const object = this.#seen(asked, caller);
    if (!isFolder(object)) return [spelled(object, asked)];
    const isVisible = this.#access.visibleTo(caller);
    return this.#objects
      .children(object)
      .filter((child) => isVisible(child) && !isOlder(child, notebooksAfter))
      .map((child) => spelled(child, asked));
  }

  /** Makes a folder and its parents; one that is there stays as it is. */
  mkdirs(path: string, caller: TreeCaller): void {
    this.#placement.makeFolder(this.#ask(path, caller), caller);
  }

  /**
   * Checks that a Git folder may be made at a path: its maker's, below `/Repos`, or in a folder that they
   * manage.
   *
   * @throws WorkspaceError when something is there, or they may not
   */
  checkGitFolder(path: string, caller: TreeCaller): void {
    this.#placement.checkGitFolder(this.#ask(path, caller), caller);
  }

  /** Removes an object for good, with all that is in it where told to. */
  async delete(path: string, recursive: boolean, caller: TreeCaller): Promise<void> {
    const asked = this.#ask(path, caller);
    const object = this.#seen(asked, caller);
    if (this.#isProtected(asked.at)) throw isProtected(asked.spelled);
    this.#access.check(object, "CAN_MANAGE", caller);
    const below = this.#objects.below(object);
    if (below.length > 0 && !recursive) throw notEmpty(asked.spelled);
    const all = [object, ...below];
    for (const gone of all) if (gone.kind === "repos") await this.#objects.git.remove(gone);
    const away = object.kind === "repos" ? undefined : this.#disk.takeAway(object.file);
    this.#store.transaction(() => all.forEach((gone) => this.#forget(gone)));
    if (away !== undefined) await this.#disk.clear(away);
  }

  /** Imports a notebook, a file, or an archive of notebooks. */
  async import(request: ImportRequest, caller: TreeCaller): Promise<void> {
    const { path, content: bytes, format = "SOURCE", language, overwrite = false } = request;
    if (bytes.byteLength > LARGEST_CONTENT) throw tooLarge(LARGEST_CONTENT);
    const asked = this.#ask(path, caller);
    const imported = readImport({ name: nameOf(asked.at), bytes, format, language });
    // Why: an archive may hold folders, which are not replaced.
    if (format === "DBC" && this.#objects.find(asked.at)) throw alreadyExists(asked.spelled);
    await this.#place(asked, imported, { caller, overwrite });
  }

  /**
   * Imports a file as it arrives, or a notebook, if its name and its beginning say that it is one. Of
   * several at once that may not overwrite, one succeeds.
   */
  async importFile(
    path: string,
    source: AsyncIterable<Uint8Array>,
    overwrite: boolean,
    caller: TreeCaller,
  ): Promise<void> {
    const asked = this.#ask(path, caller);
    const name = nameOf(asked.at);
    const limit = mayBeNotebook(name) ? LARGEST_CONTENT : LARGEST_FILE;
    const staged = await this.#disk.stageAll(source, (size) => {
      if (size > limit) throw tooLarge(limit);
    });
    const options = { caller, overwrite, exists: fileAlreadyExists };
    if (!mayBeNotebook(name)) return this.#placement.placeFile(asked, staged, options);
    const bytes = fs.readFileSync(staged);
    await this.#disk.clear(staged);
    await this.#place(asked, readImport({ name, bytes, format: "AUTO" }), options);
  }

  /** Writes an object in a format. */
  export(path: string, options: ExportOptions, caller: TreeCaller): Exported {
    const { format = "SOURCE", outputs = true, streamed = false } = options;
    const object = this.#seen(this.#ask(path, caller), caller);
    const outputsOf = (notebook: TreeObject): readonly CellOutput[] =>
      outputs ? this.#outputsOf(notebook) : [];
    if (object.kind === "files") return exportFile(object, format, streamed);
    if (isFolder(object)) {
      const seen = this.#objects.below(object).filter(this.#access.visibleTo(caller));
      return exportFolder(object, seen, format, outputsOf);
    }
    const exported = exportNotebook(object, format, outputsOf);
    if (exported.content.byteLength > LARGEST_CONTENT) throw tooLarge(LARGEST_CONTENT);
    return exported;
  }

  /**
   * Where an object lies on this machine; undefined where there is none.
   *
   * @param caller who must see it. Default: nobody's rights are asked
   */
  locate(path: string, caller?: TreeCaller): string | undefined {
    return this.#found(path, caller)?.file;
  }

  /**
   * What a notebook runs; undefined where there is none.
   *
   * @param caller who must see it. Default: nobody's rights are asked
   */
  notebook(path: string, caller?: TreeCaller): NotebookSource | undefined {
    const object = this.#found(path, caller);
    if (object?.kind !== "notebooks") return undefined;
    const { language = "PYTHON", file } = object;
    return { language, source: sourceOf(object), ...(!jupyterOf(object) && { file }) };
  }

  /** The folder of this machine that programs see as `/Workspace`, Git folders included. */
  root(): string {
    this.#objects.linkGitFolders();
    return this.#disk.root;
  }

  /** The object of a kind and id, and the folders it is in, the nearest first; nothing: none. */
  lineage(kind: ObjectKind, id: number): readonly TreeObject[] {
    const object = this.#objects.byId(kind, id);
    return object ? [object, ...this.#objects.above(object.path)] : [];
  }

  /** Removes the folder if it was a temporary one. */
  close(): void {
    this.#disk.close();
  }

  /** Reads a path; whoever asks, and whoever is asked about, has a home folder. */
  #ask(path: string, caller: TreeCaller): AskedPath {
    this.#objects.linkGitFolders();
    this.ensureHome(caller.userName);
    const asked = askedPath(path);
    const [, top, name = ""] = asked.at.split("/");
    if (top === "Users" && this.#isUser(name)) this.ensureHome(name);
    return asked;
  }

  #seen(asked: AskedPath, caller: TreeCaller): TreeObject {
    return this.#access.seen(this.#objects.find(asked.at), asked, caller);
  }

  #found(path: string, caller: TreeCaller | undefined): TreeObject | undefined {
    const object = this.#objects.find(askedPath(path).at);
    const isSeen = !object || !caller || this.#access.visibleTo(caller)(object);
    return isSeen ? object : undefined;
  }

  #isProtected(at: string): boolean {
    return ROOTS.has(at) || (parentOf(at) === "/Users" && this.#isUser(nameOf(at)));
  }

  async #place(asked: AskedPath, imported: Imported, options: PlaceOptions): Promise<void> {
    const at = childOf(parentOf(asked.at), imported.name);
    const target = askedPath(asked.spell(at));
    const { object } = imported;
    if (object.kind === "folder") this.#placement.placeFolder(target, object, options);
    else if (object.kind === "notebook") this.#placement.placeNotebook(target, object, options);
    else await this.#placement.placeFile(target, this.#disk.stage(object.bytes), options);
  }

  #outputsOf(notebook: TreeObject): readonly CellOutput[] {
    return jupyterOf(notebook)?.outputs ?? this.#outputs.get(notebook.id);
  }

  #forget(gone: TreeObject): void {
    this.#objects.index.remove(gone.path);
    this.#outputs.remove(gone.id);
    this.#access.removed(gone);
  }
}

function isOlder({ kind, modifiedAt = 0 }: TreeObject, time: number | undefined): boolean {
  return time !== undefined && kind === "notebooks" && modifiedAt <= time;
}

function spelled(object: TreeObject, asked: AskedPath): TreeObject {
  return { ...object, path: asked.spell(object.path) };
}
