import * as fs from "node:fs";
import { join } from "node:path";
import type { ObjectIndex } from "./object-index.js";
import {
  hasHeader,
  languageOfFile,
  parseJupyter,
  textOf,
  withoutExtension,
  type Language,
} from "./notebooks/index.js";
import type { GitFolder, GitFoldersPort } from "./ports.js";
import { isFolder, type TreeObject } from "./tree-object.js";
import { childOf, isWithin, parentOf } from "./workspace-path.js";

/** Of the files that can be notebooks in a clone, in the order in which they are looked for. */
const EXTENSIONS = [".py", ".sql", ".scala", ".r", ".R", ".ipynb"];

/** Git folders and what is in them: files of clones, some of which are notebooks by what they hold. */
export class GitView {
  readonly #port: GitFoldersPort;
  readonly #index: ObjectIndex;

  constructor(port: GitFoldersPort, index: ObjectIndex) {
    this.#port = port;
    this.#index = index;
  }

  /** The Git folders, and where each lies on this machine. */
  folders(): readonly { readonly path: string; readonly file: string }[] {
    return this.#port.list().flatMap(({ path }) => {
      const file = this.#port.locate(path);
      return file === undefined ? [] : [{ path, file }];
    });
  }

  /** Where the Git folder of an id is. */
  pathOf(id: number): string | undefined {
    return this.#port.list().find((git) => git.id === id)?.path;
  }

  /** Removes a Git folder. */
  remove({ id }: TreeObject): Promise<void> {
    return this.#port.remove(id);
  }

  /** The Git folder that a path is, or is in. */
  folderOf(at: string): GitFolder | undefined {
    return this.#port.list().find(({ path }) => isWithin(at, path));
  }

  /** The Git folders right in a folder. */
  foldersIn(folder: string): readonly TreeObject[] {
    const within = this.#port.list().filter(({ path }) => parentOf(path) === folder);
    return within.flatMap((git) => this.find(git.path, git) ?? []);
  }

  /** What is at a path in a Git folder. Notebooks are there without the extension of their file. */
  find(at: string, git: GitFolder): TreeObject | undefined {
    for (const candidate of [at, ...EXTENSIONS.map((extension) => at + extension)]) {
      const file = this.#locate(candidate);
      if (file === undefined) continue;
      const found = this.#describe(candidate, file, git);
      if (candidate === at || found.kind === "notebooks") return found;
    }
    return undefined;
  }

  /** What is in a folder of a clone. */
  children({ path, file, gitFolder, ...rest }: TreeObject): readonly TreeObject[] {
    if (!isFolder(rest) || !gitFolder) return [];
    return fs.readdirSync(file).flatMap((name) => {
      const child = childOf(path, name);
      const real = this.#locate(child);
      // Why: links to folders may lead in circles, and what is in those is found where it lies.
      if (real === undefined || isLinkedFolder(join(file, name))) return [];
      return [this.#describe(child, real, gitFolder)];
    });
  }

  /** Where a file or folder lies on this machine; undefined for what is neither. */
  #locate(at: string): string | undefined {
    const file = this.#port.locate(at);
    const stats = file === undefined ? undefined : fs.statSync(file, { throwIfNoEntry: false });
    return stats?.isFile() || stats?.isDirectory() ? file : undefined;
  }

  #describe(at: string, file: string, gitFolder: GitFolder): TreeObject {
    if (at === gitFolder.path) {
      return { kind: "repos", id: gitFolder.id, path: at, file, gitFolder };
    }
    const stats = fs.statSync(file);
    const modifiedAt = Math.round(stats.mtimeMs);
    const identify = (path: string, kind: "directory" | "file" | "notebook"): number =>
      this.#index.seen(path, kind, modifiedAt).id;
    if (stats.isDirectory()) {
      return { kind: "directories", id: identify(at, "directory"), path: at, file, gitFolder };
    }
    const times = { createdAt: modifiedAt, modifiedAt };
    const notebook = notebookIn(file);
    if (notebook) {
      const path = withoutExtension(at);
      const id = identify(path, "notebook");
      return { kind: "notebooks", id, path, file, ...notebook, ...times, gitFolder };
    }
    const id = identify(at, "file");
    return { kind: "files", id, path: at, file, size: stats.size, ...times, gitFolder };
  }
}

function isLinkedFolder(real: string): boolean {
  return fs.lstatSync(real).isSymbolicLink() && fs.statSync(real).isDirectory();
}

/** What kind of notebook a file is, if it is one. */
function notebookIn(file: string): Pick<TreeObject, "format" | "language"> | undefined {
  const language = languageOfFile(file);
  if (language)
    return hasHeader(headOf(file), language) ? { language, format: "SOURCE" } : undefined;
  if (!file.endsWith(".ipynb")) return undefined;
  const own = languageOfJupyter(file);
  return own && { language: own, format: "JUPYTER" };
}

function languageOfJupyter(file: string): Language | undefined {
  try {
    return parseJupyter(textOf(fs.readFileSync(file))).language ?? "PYTHON";
  } catch {
    return undefined;
  }
}

/** The first bytes of a file, more than a header has. */
function headOf(file: string): string {
  const descriptor = fs.openSync(file, "r");
  try {
    const bytes = Buffer.alloc(128);
    return bytes.toString("utf8", 0, fs.readSync(descriptor, bytes)).replaceAll("\r\n", "\n");
  } finally {
    fs.closeSync(descriptor);
  }
}
