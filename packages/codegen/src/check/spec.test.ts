import { readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { loadTable } from "../import/index.js";
import { loadJson, packageNames, readImportedFacts } from "../read/index.js";
import {
  clientLines,
  compareFacts,
  countFacts,
  countPackage,
  digestLines,
  packageLines,
  sha256,
} from "./index.js";

const folder = fileURLToPath(new URL("../../../../spec", import.meta.url));
const facts = readImportedFacts(folder);
const provenance = loadJson(folder, "provenance.json");
const documents = provenance.at("documents");

describe("the documents in spec/", () => {
  it("hold all of the API", () => {
    expect(countFacts(facts)).toEqual({
      packages: 37,
      services: 197,
      operations: 1361,
      parameters: 3904,
      objects: 2074,
      fields: 7928,
      enums: 567,
      values: 3517,
      aliases: 2,
      paged: 205,
      longRunning: 78,
      properties: 196,
    });
    expect(provenance.at("counts").value).toEqual(countFacts(facts));
  });

  it("are those that provenance.json lists", () => {
    const names = [...packageNames(folder), "common"].toSorted();
    expect(
      documents
        .entries()
        .map(([file]) => file)
        .toSorted(),
    ).toEqual(names.map((name) => `${name}.json`));
  });

  it.each(documents.entries())("%s is as it was imported", (file, entry) => {
    const text = readFileSync(join(folder, file), "utf8");
    expect(sha256(text), "run `npm run spec:import` after writing a summary").toBe(
      entry.at("sha256").string(),
    );
    expect(text.length).toBeLessThan(1_500_000);
  });

  it.each(packageNames(folder))("%s holds every fact of the table", (name) => {
    const entry = documents.at(`${name}.json`);
    expect(digestLines(packageLines(name, facts))).toBe(entry.at("facts").string());
    const content = facts.packages[name];
    expect(content && countPackage(content)).toEqual(entry.at("counts").value);
  });

  it("hold every property of the clients", () => {
    expect(digestLines(clientLines(facts))).toBe(provenance.at("clients").at("facts").string());
  });

  const file = process.env["DATABRICKS_API_TABLE"];
  it.runIf(file !== undefined)("agree with the table fact by fact", () => {
    const { table, hash } = loadTable(folder, file);
    expect(compareFacts(table, facts)).toEqual([]);
    expect(hash).toBe(provenance.at("table").at("sha256").string());
  });
});
