export { packArchive, unpackArchive, withoutTopFolder, type ArchiveEntry } from "./archive.js";
export { fromCommandDocument, toCommandDocument } from "./command-document.js";
export { parseHtml, renderHtml } from "./html.js";
export { parseJupyter, renderJupyter, type CellOutput, type JupyterNotebook } from "./jupyter.js";
export { languageOfFile, LANGUAGES, withoutExtension, type Language } from "./language.js";
export { badContent, textOf, type Cell, type Notebook } from "./notebook.js";
export { parseRMarkdown, renderRMarkdown } from "./r-markdown.js";
export { hasHeader, parseSource, renderSource, withHeader } from "./source.js";
