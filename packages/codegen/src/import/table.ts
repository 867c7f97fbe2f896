import { readFileSync } from "node:fs";
import { clientLines, digestLines, packageLines, sha256 } from "../check/index.js";
import type { ApiFacts } from "../model/index.js";
import { Cursor, loadJson, readImportedFacts } from "../read/index.js";

/** The API table: the facts, and where they come from. */
export interface ApiTable extends ApiFacts {
  readonly source: TableSource;
}

/** SDK -> version, and the commit of the API description that each SDK was generated from. */
export interface TableSource {
  readonly versions: Readonly<Record<string, string>>;
  readonly commits: Readonly<Record<string, string>>;
}

/** A table, and the SHA-256 of the file it was first read from. */
export interface LoadedTable {
  readonly table: ApiTable;
  readonly hash: string;
}

/** The table in `file`, or else the one that the documents in `folder` were imported from. */
export function loadTable(folder: string, file: string | undefined): LoadedTable {
  if (file === undefined) return restoreTable(folder);
  const text = readFileSync(file, "utf8");
  return { table: parseTable(new Cursor(file, "", JSON.parse(text))), hash: sha256(text) };
}

/**
 * Only the frame of a table is checked here: that the documents hold every fact is checked after
 * they are written, by reading them back.
 */
function parseTable(file: Cursor): ApiTable {
  const versions: Record<string, string> = {};
  const commits: Record<string, string> = {};
  for (const [sdk, version] of file.at("source").entries()) {
    if (sdk !== "openapi_sha") versions[sdk] = version.string();
    else for (const [name, commit] of version.entries()) commits[name] = commit.string();
  }
  const { clients, packages } = { clients: file.at("clients"), packages: file.at("packages") };
  const facts = { clients: clients.value, packages: packages.value } as ApiFacts;
  return { ...facts, source: { versions, commits } };
}

/** Why the digests are checked: facts that were changed by hand belong into an overlay. */
function restoreTable(folder: string): LoadedTable {
  const known = loadJson(folder, "provenance.json");
  const facts = readImportedFacts(folder);
  const expected = known.at("clients").at("facts");
  if (expected.string() !== digestLines(clientLines(facts))) expected.fail(changedByHand);
  for (const name of Object.keys(facts.packages)) {
    const digest = known.at("documents").at(`${name}.json`).at("facts");
    if (digest.string() !== digestLines(packageLines(name, facts))) digest.fail(changedByHand);
  }
  const sources = known.at("sources").items();
  const record = (key: string): Record<string, string> =>
    Object.fromEntries(
      sources.map((source) => [source.at("name").string(), source.at(key).string()]),
    );
  const source = { versions: record("version"), commits: record("openapi_sha") };
  return { table: { ...facts, source }, hash: known.at("table").at("sha256").string() };
}

const changedByHand = "is not that of the document: it was changed by hand; use an overlay";
