import { attempted, localFiles, localPaths } from "../../local-files/index.js";
import type { TreeEntry, TreeOptions } from "./options.js";

/**
 * Files and directories below a folder, by level; symbolic links and other things are left out.
 * Throws an {@link InvalidRequestError} that names what can't be read, or is gone meanwhile.
 */
export async function localTree(
  folder: string,
  filter: TreeOptions["filter"] = () => true,
  signal?: AbortSignal,
): Promise<TreeEntry[]> {
  const { readdir, lstat } = localFiles();
  const { join } = localPaths();
  const read = <T>(path: string, reading: Promise<T>): Promise<T> =>
    attempted({ path, field: "localFolder" }, reading);
  const found: TreeEntry[] = [];
  let level = [""];
  while (level.length > 0) {
    const next: string[] = [];
    for (const parent of level) {
      const place = join(folder, parent);
      for (const entry of await read(place, readdir(place, { withFileTypes: true }))) {
        signal?.throwIfAborted();
        if (!entry.isFile() && !entry.isDirectory()) continue;
        const path = parent === "" ? entry.name : `${parent}/${entry.name}`;
        const isDirectory = entry.isDirectory();
        const file = join(place, entry.name);
        const size = isDirectory ? 0 : (await read(file, lstat(file))).size;
        if (!filter({ path, isDirectory, size })) continue;
        found.push({ path, isDirectory, size });
        if (isDirectory) next.push(path);
      }
    }
    level = next;
  }
  return found;
}
