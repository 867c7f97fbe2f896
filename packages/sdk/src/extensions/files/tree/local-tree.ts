import { localFiles, localPaths } from "../../local-files/index.js";
import type { TreeEntry, TreeOptions } from "./options.js";

/** Files and directories below a folder, by level; symbolic links and other things are left out. */
export async function localTree(
  folder: string,
  filter: TreeOptions["filter"] = () => true,
  signal?: AbortSignal,
): Promise<TreeEntry[]> {
  const { readdir, lstat } = localFiles();
  const { join } = localPaths();
  const found: TreeEntry[] = [];
  let level = [""];
  while (level.length > 0) {
    const next: string[] = [];
    for (const parent of level) {
      for (const entry of await readdir(join(folder, parent), { withFileTypes: true })) {
        signal?.throwIfAborted();
        if (!entry.isFile() && !entry.isDirectory()) continue;
        const path = parent === "" ? entry.name : `${parent}/${entry.name}`;
        const isDirectory = entry.isDirectory();
        const size = isDirectory ? 0 : (await lstat(join(folder, path))).size;
        if (!filter({ path, isDirectory, size })) continue;
        found.push({ path, isDirectory, size });
        if (isDirectory) next.push(path);
      }
    }
    level = next;
  }
  return found;
}
