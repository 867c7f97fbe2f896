import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { packageNames } from "../read/index.js";

/** Writes documents that differ from those in `folder`, and removes those of packages now gone. */
export function writeDocuments(folder: string, files: ReadonlyMap<string, string>): string[] {
  mkdirSync(folder, { recursive: true });
  const written: string[] = [];
  for (const [name, text] of files) {
    const file = join(folder, name);
    if (existsSync(file) && readFileSync(file, "utf8") === text) continue;
    writeFileSync(file, text);
    written.push(name);
  }
  for (const name of packageNames(folder)) {
    if (files.has(`${name}.json`)) continue;
    rmSync(join(folder, `${name}.json`));
    written.push(`${name}.json`);
  }
  return written;
}
