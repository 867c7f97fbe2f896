import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { loadJson, packageNames, readImportedFacts } from "../read/index.js";
import { importTable, writeDocuments } from "./index.js";

const spec = fileURLToPath(new URL("../../../../spec", import.meta.url));
let folder: string;
let table: string;

/** The table that the documents came from, but for its bytes; all of it, or of some packages. */
function restoredTable(only?: readonly string[]): Record<string, unknown> {
  const sources = loadJson(spec, "provenance.json").at("sources").items();
  const pairs = (key: string): [string, string][] =>
    sources.map((source) => [source.at("name").string(), source.at(key).string()]);
  const commits = Object.fromEntries(pairs("openapi_sha"));
  const source = { ...Object.fromEntries(pairs("version")), openapi_sha: commits };
  const { clients, packages } = readImportedFacts(spec);
  if (only === undefined) return { source, clients, packages };
  const kept = only.map((name) => [name, packages[name]]);
  const reached = ([client, links]: [string, (typeof clients)["account"]]): [string, unknown] => [
    client,
    Object.fromEntries(Object.entries(links).filter(([, link]) => only.includes(link.package))),
  ];
  return {
    source,
    clients: Object.fromEntries(Object.entries(clients).map(reached)),
    packages: Object.fromEntries(kept),
  };
}

const few = ["bundle", "files", "tags"];

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "spec-"));
  table = join(folder, "table.txt");
  writeFileSync(table, JSON.stringify(restoredTable(few)));
});

afterAll(() => {
  rmSync(folder, { recursive: true });
});

const documentsOnly = (files: ReadonlyMap<string, string>): [string, string][] =>
  [...files].filter(([name]) => name !== "provenance.json");

describe("importTable", () => {
  it("writes the documents that are in spec/", { timeout: 60_000 }, () => {
    const all = join(folder, "all.txt");
    writeFileSync(all, JSON.stringify(restoredTable()));
    const files = importTable({ table: all, folder: spec });
    expect(files.size).toBe(packageNames(spec).length + 2);
    for (const [name, text] of documentsOnly(files)) {
      expect(text === readFileSync(join(spec, name), "utf8"), name).toBe(true);
    }
  });

  it("writes the same bytes twice, and the same from its own documents", () => {
    const first = importTable({ table, folder });
    expect([...importTable({ table, folder })]).toEqual([...first]);
    expect(writeDocuments(folder, first)).toHaveLength(first.size);
    expect(writeDocuments(folder, importTable({ folder }))).toEqual([]);
  });

  it("keeps the summaries of the documents and adds those of a file", () => {
    writeDocuments(folder, importTable({ table, folder }));
    const id = "bundle.BundleAPI.getOperation";
    const summaries = join(folder, "summaries.txt");
    writeFileSync(summaries, JSON.stringify({ [id]: "  Gets one operation.  " }));
    writeDocuments(folder, importTable({ folder, summaries }));
    const expected = `"operationId": "${id}",\n`;
    expect(readFileSync(join(folder, "bundle.json"), "utf8")).toContain(expected);
    expect(importTable({ table, folder }).get("bundle.json")).toMatch(
      /"operationId": "bundle\.BundleAPI\.getOperation",\n\s+"summary": "Gets one operation\.",/,
    );
    writeFileSync(summaries, JSON.stringify({ [id]: "Gets an operation." }));
    expect(importTable({ folder, summaries }).get("bundle.json")).toContain("Gets an operation.");
  });

  it("removes the documents of packages that are gone", () => {
    writeDocuments(folder, importTable({ table, folder }));
    const smaller = join(folder, "smaller.txt");
    writeFileSync(smaller, JSON.stringify(restoredTable(["files", "tags"])));
    const files = importTable({ table: smaller, folder: join(folder, "none") });
    expect(writeDocuments(folder, files)).toContain("bundle.json");
    expect(packageNames(folder)).not.toContain("bundle");
  });
});

describe("importTable refuses", () => {
  it.each([
    [
      { "no.such.operation": "Does a thing." },
      "Summaries of unknown operations: no.such.operation",
    ],
    [{ "jobs.JobsAPI.list": " " }, "is no sentence"],
    [["Lists jobs."], "is no object of sentences"],
  ])("the summaries %j", (sentences, problem) => {
    const summaries = join(folder, "summaries.txt");
    writeFileSync(summaries, JSON.stringify(sentences));
    expect(() => importTable({ table, folder: join(folder, "none"), summaries })).toThrow(problem);
  });

  it("a fact that has no place in the documents", () => {
    const text = readFileSync(table, "utf8").replace(
      '"stage":"unknown"',
      '"stage":"unknown","mood":1',
    );
    const odd = join(folder, "odd.txt");
    writeFileSync(odd, text);
    expect(() => importTable({ table: odd, folder: join(folder, "none") })).toThrow(
      /would change 1 facts of the table:\n- bundle\/services\/.*\/mood = 1$/,
    );
  });

  it("facts that were changed in a document by hand", () => {
    const changed = join(folder, "changed");
    writeDocuments(changed, importTable({ table, folder: changed }));
    const file = join(changed, "files.json");
    writeFileSync(
      file,
      readFileSync(file, "utf8").replace('"format": "int64"', '"format": "int32"'),
    );
    expect(() => importTable({ folder: changed })).toThrow(
      "provenance.json#/documents/files.json/facts: is not that of the document",
    );
  });
});
