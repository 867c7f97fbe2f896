import {
  badContent,
  fromCommandDocument,
  hasHeader,
  languageOfFile,
  parseHtml,
  parseJupyter,
  parseRMarkdown,
  renderSource,
  textOf,
  unpackArchive,
  withHeader,
  withoutExtension,
  withoutTopFolder,
  type ArchiveEntry,
  type CellOutput,
  type Language,
  type Notebook,
} from "./notebooks/index.js";
import type { NotebookFormat } from "./object-index.js";

/** How content that is imported is to be read. */
export type ImportFormat = "AUTO" | "DBC" | "HTML" | "JUPYTER" | "RAW" | "R_MARKDOWN" | "SOURCE";

/** A notebook that is to be kept. */
export interface ImportedNotebook {
  readonly kind: "notebook";
  readonly language: Language;
  readonly format: NotebookFormat;
  /** With its header. */
  readonly source: string;
  readonly outputs?: readonly CellOutput[];
}

/** A file that is to be kept as it is. */
export interface ImportedFile {
  readonly kind: "file";
  readonly bytes: Uint8Array;
}

/** A folder of notebooks, each by its path in there; one without a notebook is a folder. */
export interface ImportedFolder {
  readonly kind: "folder";
  readonly items: readonly { readonly path: string; readonly notebook?: ImportedNotebook }[];
}

/** What an import is of, and the name that it gets. */
export interface Imported {
  readonly name: string;
  readonly object: ImportedFile | ImportedFolder | ImportedNotebook;
}

/** Content that is to be imported. */
export interface Content {
  /** The last name of the path. */
  readonly name: string;
  readonly bytes: Uint8Array;
  readonly format: ImportFormat;
  readonly language?: Language | undefined;
}

/**
 * Finds out what content is.
 *
 * @throws WorkspaceError `INVALID_PARAMETER_VALUE` where it is not of its format
 */
export function readImport({ name, bytes, format, language }: Content): Imported {
  switch (format) {
    case "SOURCE":
      if (language === undefined) return { name, object: sourcesIn(bytes) };
      return { name, object: sourceNotebook(textOf(bytes), language) };
    case "JUPYTER":
      return { name, object: jupyterNotebook(textOf(bytes), language) };
    case "HTML":
      return { name, object: converted(parseHtml(textOf(bytes))) };
    case "R_MARKDOWN":
      return { name, object: converted(parseRMarkdown(textOf(bytes), language)) };
    case "DBC":
      return { name, object: archived(bytes) };
    case "RAW":
      return { name, object: { kind: "file", bytes } };
    case "AUTO":
      return autoImport(name, bytes);
  }
}

/** Whether a file of that name is a notebook, or may be by what it begins with. */
export function mayBeNotebook(name: string): boolean {
  return name.toLowerCase().endsWith(".ipynb") || languageOfFile(name) !== undefined;
}

/** A notebook loses its extension; what is none is a file. */
function autoImport(name: string, bytes: Uint8Array): Imported {
  if (name.toLowerCase().endsWith(".ipynb")) {
    const object = jupyterNotebook(textOf(bytes), undefined);
    return { name: withoutExtension(name), object };
  }
  const language = languageOfFile(name);
  const head = new TextDecoder().decode(bytes.subarray(0, 128)).replaceAll("\r\n", "\n");
  if (language === undefined || !hasHeader(head, language)) {
    return { name, object: { kind: "file", bytes } };
  }
  return { name: withoutExtension(name), object: sourceNotebook(textOf(bytes), language) };
}

function sourceNotebook(text: string, language: Language): ImportedNotebook {
  return { kind: "notebook", language, format: "SOURCE", source: withHeader(text, language) };
}

function converted(notebook: Notebook): ImportedNotebook {
  return sourceNotebook(renderSource(notebook), notebook.language);
}

function jupyterNotebook(text: string, otherwise: Language | undefined): ImportedNotebook {
  const { cells, outputs, language = otherwise ?? "PYTHON" } = parseJupyter(text);
  const source = renderSource({ language, cells });
  return { kind: "notebook", language, format: "JUPYTER", source, outputs };
}

/** A zip archive of source files; what is no notebook is left out. */
function sourcesIn(bytes: Uint8Array): ImportedFolder {
  if (!isZip(bytes)) {
    throw badContent(
      "without a language it must be a zip archive of source files. " +
        "Give language for a single one, or format AUTO for any file.",
    );
  }
  const entries = withoutTopFolder(unpackArchive(bytes));
  const items = entries.flatMap((entry) => sourceIn(entry) ?? []);
  if (items.some(({ notebook }) => notebook)) return { kind: "folder", items };
  throw badContent("the zip archive holds no source files of notebooks.");
}

function sourceIn({ path, bytes }: ArchiveEntry): ImportedFolder["items"][number] | undefined {
  if (!bytes) return { path };
  const language = languageOfFile(path);
  if (language) {
    const notebook = sourceNotebook(textOf(bytes), language);
    return { path: withoutExtension(path), notebook };
  }
  if (!path.toLowerCase().endsWith(".ipynb")) return undefined;
  return { path: withoutExtension(path), notebook: jupyterNotebook(textOf(bytes), undefined) };
}

/** An archive of one document that is in no folder is a notebook. */
function archived(bytes: Uint8Array): ImportedFolder | ImportedNotebook {
  const entries = unpackArchive(bytes);
  const [first, ...others] = entries;
  if (first?.bytes && others.length === 0 && !first.path.includes("/")) {
    return documentIn(first.bytes);
  }
  const items = withoutTopFolder(entries).map(({ path, bytes: document }) => {
    if (!document) return { path };
    return { path: path.replace(/\.\w+$/, ""), notebook: documentIn(document) };
  });
  return { kind: "folder", items };
}

function documentIn(bytes: Uint8Array): ImportedNotebook {
  return converted(fromCommandDocument(textOf(bytes)));
}

function isZip(bytes: Uint8Array): boolean {
  return bytes[0] === 0x50 && bytes[1] === 0x4b;
}
