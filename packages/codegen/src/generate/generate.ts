import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { emitContract } from "../emit/contract/index.js";
import { emitSdk } from "../emit/index.js";
import { readSpec } from "../read/index.js";
import { type Difference, differences } from "./differences.js";

/** All generated files, path relative to the repository's root -> text. */
export function generatedFiles(specFolder: string): Map<string, string> {
  const model = readSpec(specFolder);
  const files = new Map(emitSdk(model));
  for (const [path, text] of emitContract(model)) {
    if (files.has(path)) throw new Error(`Two emitters write ${path}`);
    files.set(path, text);
  }
  return files;
}

/** Brings the files on disk up to date, touching only those that differ; tells which. */
export function writeGenerated(root: string, files: ReadonlyMap<string, string>): Difference[] {
  const found = differences(root, files);
  for (const { path, kind } of found) {
    const file = join(root, path);
    if (kind === "stale") {
      rmSync(file);
      continue;
    }
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, files.get(path) ?? "");
  }
  return found;
}
