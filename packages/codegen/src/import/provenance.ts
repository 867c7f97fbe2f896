import {
  clientLines,
  countFacts,
  countPackage,
  digestLines,
  packageLines,
  sha256,
} from "../check/index.js";
import type { Json } from "./schema.js";
import type { ApiTable } from "./table.js";

/**
 * Where the documents come from, and what tells whether they are still what was imported: the hash
 * of each document, and a digest of every fact that the table states about its package.
 */
export function provenance(
  table: ApiTable,
  tableHash: string,
  files: ReadonlyMap<string, string>,
): Json {
  const { commits, versions } = table.source;
  const sources = Object.entries(versions).map(([name, version]) => ({
    name,
    version,
    license: "Apache-2.0",
    openapi_sha: commits[name],
  }));
  const documents = [...files].map(([file, text]) => [file, documentEntry(file, text, table)]);
  return {
    sources,
    table: { sha256: tableHash },
    counts: countFacts(table),
    clients: { facts: digestLines(clientLines(table)) },
    documents: Object.fromEntries(documents),
  };
}

function documentEntry(file: string, text: string, table: ApiTable): Json {
  const name = file.replace(/\.json$/, "");
  const facts = table.packages[name];
  if (facts === undefined) return { sha256: sha256(text) };
  return {
    sha256: sha256(text),
    facts: digestLines(packageLines(name, table)),
    counts: countPackage(facts),
  };
}
