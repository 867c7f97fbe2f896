import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

/** A file that is not what the generator would write. */
export interface Difference {
  /** Relative to the repository's root. */
  readonly path: string;
  readonly kind: "missing" | "changed" | "stale";
}

/**
 * Compares generated files (path -> text) with those on disk. Stale is what ends in `.gen.ts` in a
 * folder of the generator, `packages/<name>/src/<folder>`, and is generated no more.
 */
export function differences(root: string, files: ReadonlyMap<string, string>): Difference[] {
  const found: Difference[] = [];
  for (const [path, text] of files) {
    const file = join(root, path);
    if (!existsSync(file)) found.push({ path, kind: "missing" });
    else if (readFileSync(file, "utf8") !== text) found.push({ path, kind: "changed" });
  }
  for (const folder of ownFolders(files)) {
    for (const path of generatedFiles(root, folder)) {
      if (!files.has(path)) found.push({ path, kind: "stale" });
    }
  }
  return found.toSorted((a, b) => (a.path < b.path ? -1 : 1));
}

function ownFolders(files: ReadonlyMap<string, string>): ReadonlySet<string> {
  return new Set([...files.keys()].map((path) => path.split("/").slice(0, 4).join("/")));
}

function generatedFiles(root: string, folder: string): string[] {
  if (!existsSync(join(root, folder))) return [];
  return readdirSync(join(root, folder), { recursive: true, encoding: "utf8" })
    .filter((file) => file.endsWith(".gen.ts"))
    .map((file) => `${folder}/${file.replaceAll("\\", "/")}`);
}
