import type { ServiceClient } from "../../../api-client/index.js";
import { InvalidRequestError, NotFound } from "../../../errors/index.js";
import { mapConcurrently } from "../../../internal/index.js";
import { FilesAPI } from "../../../services/files/index.gen.js";
import { localPaths, statOf } from "../../local-files/index.js";
import { expectLocalTransfers } from "../local-transfers.js";
import { runTransfer, type Transfer } from "../transfer.js";
import { uploadFrom } from "../upload/upload-from.js";
import { localTree } from "./local-tree.js";
import type { TreeEntry, TreeOptions, TreeResult } from "./options.js";
import { remoteTree } from "./remote-tree.js";
import { concurrencyOf, transferFiles } from "./transfer-files.js";
import { withoutPresent } from "./without-present.js";

/** See {@link Files.uploadTree}. */
export async function uploadTree(
  api: ServiceClient,
  path: string,
  localFolder: string,
  options: TreeOptions,
): Promise<TreeResult> {
  const { onProgress: _whole, filter, overwrite = false, ...limits } = options;
  expectLocalTransfers(api, "files.uploadTree", "files.upload for each file");
  const concurrency = concurrencyOf(options);
  await expectFolder(localFolder);
  return runTransfer(api, path.replace(/\/+$/, ""), limits, async (transfer) => {
    const files = new FilesAPI(api);
    const { path: directory, call, signal, abort } = transfer;
    const entries = await localTree(localFolder, filter, signal);
    const present = overwrite === true ? [] : await filesIn(files, transfer);
    const plan = withoutPresent(entries, present, overwrite);
    const make = (directory_path: string): Promise<void> =>
      files.createDirectory({ directory_path }, call);
    await mapConcurrently(foldersOf(directory, entries), concurrency, make, abort);
    return transferFiles(transfer, plan, options, (file, own) =>
      uploadFrom(api, `${directory}/${file.path}`, localPaths().join(localFolder, file.path), {
        ...own,
        overwrite: overwrite === true,
      }),
    );
  });
}

async function expectFolder(path: string): Promise<void> {
  const found = await statOf(path, "localFolder");
  if (found?.isDirectory()) return;
  const problem = found ? `${path} is not a folder` : `there is no folder ${path}`;
  throw new InvalidRequestError(problem, { field: "localFolder" });
}

/** What is in the target, which may be missing. */
async function filesIn(files: FilesAPI, { path, call }: Transfer): Promise<string[]> {
  try {
    const entries = await remoteTree(files, path, undefined, call);
    return entries.flatMap((entry) => (entry.isDirectory ? [] : [entry.path]));
  } catch (error) {
    if (error instanceof NotFound) return [];
    throw error;
  }
}

/** Directories without others in them: making one makes those above it. */
function foldersOf(top: string, entries: readonly TreeEntry[]): string[] {
  const folders = entries.flatMap(({ isDirectory, path }) => (isDirectory ? [path] : []));
  const parents = new Set(folders.map((path) => path.slice(0, path.lastIndexOf("/"))));
  const leaves = folders.filter((path) => !parents.has(path));
  return leaves.length === 0 ? [top] : leaves.map((path) => `${top}/${path}`);
}
