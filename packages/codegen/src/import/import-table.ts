import { compareFacts } from "../check/index.js";
import { Cursor, readFacts, readTexts } from "../read/index.js";
import { commonDocument, commonDocumentObject } from "./common.js";
import { documentObject } from "./document.js";
import { provenance } from "./provenance.js";
import type { Json } from "./schema.js";
import { gatherSummaries } from "./summaries.js";
import { loadTable } from "./table.js";

/** Which table becomes which documents. */
export interface ImportOptions {
  /** The file of the table; without it the documents in the folder are written anew. */
  readonly table?: string | undefined;
  /** The folder of the documents. */
  readonly folder: string;
  /** A file of sentences by operation id; they replace those in the documents. */
  readonly summaries?: string | undefined;
}

/**
 * The documents of a table as texts by file name, `provenance.json` among them; nothing is written.
 * Throws when reading the documents back does not give every fact of the table.
 */
export function importTable(options: ImportOptions): Map<string, string> {
  const { table, hash } = loadTable(options.folder, options.table);
  const version = table.source.versions["databricks-sdk-py"] ?? "0";
  const summaries = gatherSummaries(options.folder, options.summaries);
  const objects = new Map<string, Json>();
  for (const name of Object.keys(table.packages).toSorted()) {
    objects.set(name, documentObject(name, table, { version, summaries }));
  }
  const files = new Map([[commonDocument, print(commonDocumentObject(version))]]);
  for (const [name, object] of objects) files.set(`${name}.json`, print(object));
  const restored = cursors(files);
  rejectLosses(compareFacts(table, readFacts(restored)));
  const known = readTexts(restored);
  const unknown = [...summaries.keys()].filter((id) => !known.has(id));
  if (unknown.length > 0) throw new Error(`Summaries of unknown operations: ${unknown.join(", ")}`);
  files.set("provenance.json", print(provenance(table, hash, files)));
  return files;
}

function print(object: Json): string {
  return `${JSON.stringify(object, null, 2)}\n`;
}

/** The documents of the packages, as they will be read. */
function cursors(files: ReadonlyMap<string, string>): Map<string, Cursor> {
  const documents = new Map<string, Cursor>();
  for (const [file, text] of files) {
    if (file === commonDocument) continue;
    documents.set(file.replace(/\.json$/, ""), new Cursor(file, "", JSON.parse(text)));
  }
  return documents;
}

function rejectLosses(losses: readonly string[]): void {
  if (losses.length === 0) return;
  const shown = losses.slice(0, 20).join("\n");
  throw new Error(`The documents would change ${losses.length} facts of the table:\n${shown}`);
}
