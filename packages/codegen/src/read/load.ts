import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { Cursor, SpecError } from "./cursor.js";

/** Files of the folder that describe no package. */
const others: ReadonlySet<string> = new Set(["common.json", "provenance.json"]);

/** The names of the packages that a folder describes, in alphabetical order. */
export function packageNames(folder: string): string[] {
  return readdirSync(folder)
    .filter((file) => file.endsWith(".json") && !others.has(file))
    .map((file) => file.slice(0, -".json".length))
    .toSorted();
}

/** The documents of a folder by package. */
export function loadDocuments(folder: string): Map<string, Cursor> {
  return new Map(packageNames(folder).map((name) => [name, loadJson(folder, `${name}.json`)]));
}

/** A JSON file as a cursor that calls it by its name in the folder. */
export function loadJson(folder: string, file: string): Cursor {
  try {
    return new Cursor(file, "", JSON.parse(readFileSync(join(folder, file), "utf8")));
  } catch (error) {
    throw new SpecError(file, "", `cannot be read: ${String(error)}`);
  }
}
