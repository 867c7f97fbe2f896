import { InvalidRequestError } from "../../../errors/index.js";
import { localFiles, localPaths } from "../download/local-files.js";
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

/**
 * Where an entry of a tree stands below a folder of this machine.
 * Throws an {@link InvalidRequestError} for a name that would lead elsewhere here.
 */
export function localPathOf(folder: string, path: string): string {
  const { basename, join, sep } = localPaths();
  const reserved = sep === "\\" ? /[\0:]/ : /\0/;
  for (const segment of path.split("/")) {
    const isPlain = segment !== "" && segment !== "." && segment !== "..";
    if (isPlain && basename(segment) === segment && !reserved.test(segment)) continue;
    throw new InvalidRequestError(
      `${JSON.stringify(path)} can't be the name of a file on this machine: leave it out with filter`,
      { field: "path" },
    );
  }
  return join(folder, path);
}

/**
 * Makes a folder whose parent is there; one that exists is fine. Throws an {@link InvalidRequestError}
 * when what exists is a symbolic link that leads out of the top.
 */
export async function makeFolder(top: string, folder: string): Promise<void> {
  const { mkdir, realpath } = localFiles();
  const { isAbsolute, relative } = localPaths();
  await mkdir(folder).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== "EEXIST") throw error;
  });
  const way = relative(await realpath(top), await realpath(folder));
  if (!isAbsolute(way) && way.split(/[/\\]/)[0] !== "..") return;
  throw new InvalidRequestError(`${folder} is a symbolic link that leads out of ${top}`, {
    field: "localFolder",
  });
}
