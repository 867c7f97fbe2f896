import * as fs from "node:fs";
import { sourceOf } from "./notebook-source.js";
import {
  LANGUAGES,
  packArchive,
  parseSource,
  renderHtml,
  renderJupyter,
  renderRMarkdown,
  toCommandDocument,
  type ArchiveEntry,
  type CellOutput,
  type Notebook,
} from "./notebooks/index.js";
import { invalid, LARGEST_CONTENT, tooLarge } from "./tree-errors.js";
import { isFolder, type TreeObject } from "./tree-object.js";
import { nameOf } from "./workspace-path.js";

/** How an object is to be written. */
export type ExportFormat = "AUTO" | "DBC" | "HTML" | "JUPYTER" | "RAW" | "R_MARKDOWN" | "SOURCE";

/** What an export answers with. */
export interface Exported {
  /** Its bytes, or the file of this machine that they are in. */
  readonly content: Uint8Array | { readonly file: string; readonly size: number };
  /** `py`, `ipynb`, `zip`: the extension that a file of it would have, without its dot. */
  readonly fileType: string;
}

/** What cells printed, where that is to be exported. */
export type OutputsOf = (notebook: TreeObject) => readonly CellOutput[];

/** Writes a notebook in a format; `AUTO` is the one that it came in. */
export function exportNotebook(
  object: TreeObject,
  format: ExportFormat,
  outputsOf: OutputsOf,
): Exported & { readonly content: Uint8Array } {
  const { language = "PYTHON" } = object;
  const name = nameOf(object.path);
  const notebook = (): Notebook => parseSource(sourceOf(object), language);
  switch (format) {
    case "SOURCE":
    case "RAW":
      return encoded(sourceOf(object), LANGUAGES[language].extension.slice(1));
    case "AUTO":
      return exportNotebook(object, object.format ?? "SOURCE", outputsOf);
    case "JUPYTER":
      return encoded(renderJupyter(notebook(), name, outputsOf(object)), "ipynb");
    case "HTML":
      return encoded(renderHtml(notebook(), name), "html");
    case "R_MARKDOWN":
      return encoded(renderRMarkdown(notebook()), "Rmd");
    case "DBC":
      return { content: packArchive([document(object, name)]), fileType: "dbc" };
  }
}

/**
 * Gives a file as it is.
 *
 * @param streamed It may be longer than what is answered at once.
 */
export function exportFile(object: TreeObject, format: ExportFormat, streamed: boolean): Exported {
  const { file, path, size = 0 } = object;
  if (format !== "SOURCE" && format !== "AUTO" && format !== "RAW") {
    throw invalid(`format ${format}: is for notebooks, and ${path} is a file. Use AUTO.`);
  }
  if (!streamed && size > LARGEST_CONTENT) throw tooLarge(LARGEST_CONTENT);
  const [, fileType = ""] = /\.([^.]+)$/.exec(nameOf(path)) ?? [];
  return { content: { file, size }, fileType };
}

/** Writes an archive of what is in a folder: of notebooks, and of files too where it is `AUTO`. */
export function exportFolder(
  folder: TreeObject,
  below: readonly TreeObject[],
  format: ExportFormat,
  outputsOf: OutputsOf,
): Exported {
  if (format !== "AUTO" && format !== "DBC" && format !== "SOURCE") {
    throw invalid(`format ${format}: a folder can be exported as DBC, SOURCE or AUTO.`);
  }
  const top = nameOf(folder.path);
  const start = folder.path.length - top.length;
  const entries: ArchiveEntry[] = top === "" ? [] : [{ path: top }];
  let size = 0;
  const taken = new Set<string>();
  // Why last: files keep their names, and notebooks get theirs with an extension only here.
  for (const object of below.toSorted((a, b) => rank(a) - rank(b))) {
    const entry = entryOf(object, object.path.slice(start).replace(/^\//, ""), format, outputsOf);
    if (!entry) continue;
    const path = freePath(entry.path, taken);
    taken.add(path);
    entries.push({ ...entry, path });
    size += entry.bytes?.byteLength ?? 0;
    if (size > LARGEST_CONTENT) throw tooLarge(LARGEST_CONTENT);
  }
  entries.sort((a, b) => (a.path < b.path ? -1 : 1));
  return { content: packArchive(entries), fileType: format === "DBC" ? "dbc" : "zip" };
}

function rank({ kind }: TreeObject): number {
  return kind === "notebooks" ? 1 : 0;
}

/** `lib.py`, or `lib (1).py` where something else in the archive has that name. */
function freePath(path: string, taken: ReadonlySet<string>): string {
  const [, stem = path, extension = ""] = /^(.+?)(\.[^./]*)?$/.exec(path) ?? [];
  for (let count = 0; ; count += 1) {
    const free = count === 0 ? path : `${stem} (${count})${extension}`;
    if (!taken.has(free)) return free;
  }
}

function entryOf(
  object: TreeObject,
  path: string,
  format: ExportFormat,
  outputsOf: OutputsOf,
): ArchiveEntry | undefined {
  if (isFolder(object)) return { path };
  if (object.kind === "files") {
    if (format !== "AUTO") return undefined;
    if ((object.size ?? 0) > LARGEST_CONTENT) throw tooLarge(LARGEST_CONTENT);
    return { path, bytes: fs.readFileSync(object.file) };
  }
  if (format === "DBC") return document(object, path);
  const { content, fileType } = exportNotebook(object, format, outputsOf);
  const extension = `.${fileType}`;
  return { path: path.endsWith(extension) ? path : path + extension, bytes: content };
}

/** A notebook as archives hold it. */
function document(object: TreeObject, path: string): ArchiveEntry {
  const { language = "PYTHON" } = object;
  const notebook = parseSource(sourceOf(object), language);
  const text = JSON.stringify(toCommandDocument(notebook, nameOf(path)));
  return { path: `${path}.${LANGUAGES[language].name}`, bytes: Buffer.from(text) };
}

function encoded(text: string, fileType: string): { content: Uint8Array; fileType: string } {
  return { content: Buffer.from(text), fileType };
}
