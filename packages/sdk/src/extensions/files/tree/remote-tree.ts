import type { CallOptions } from "../../../api-client/index.js";
import { InvalidResponseError } from "../../../errors/index.js";
import type { DirectoryEntry, FilesAPI } from "../../../services/files/index.gen.js";
import type { TreeEntry, TreeOptions } from "./options.js";
import { walkPages } from "./walk.js";

/** Files and directories below a directory of the workspace, by level. */
export async function remoteTree(
  files: Pick<FilesAPI, "listDirectoryContents">,
  directory: string,
  filter: TreeOptions["filter"] = () => true,
  call: CallOptions = {},
): Promise<TreeEntry[]> {
  const found: TreeEntry[] = [];
  const kept = new Set<DirectoryEntry>();
  const pages = walkPages(files, directory, { ...call, enter: (entry) => kept.has(entry) });
  for await (const { items } of pages) {
    for (const item of items) {
      const entry = toTreeEntry(directory, item);
      if (!filter(entry)) continue;
      found.push(entry);
      kept.add(item);
    }
  }
  return found;
}

function toTreeEntry(
  directory: string,
  { path = "", is_directory = false, file_size = 0 }: DirectoryEntry,
): TreeEntry {
  const top = `${directory.replace(/\/+$/, "")}/`;
  if (!path.startsWith(top)) {
    const message = `the list of ${directory} has ${JSON.stringify(path)}, which is not in it`;
    throw new InvalidResponseError(message);
  }
  const size = is_directory ? 0 : Number(file_size);
  return { path: path.slice(top.length).replace(/\/$/, ""), isDirectory: is_directory, size };
}
