import type { ServiceClient } from "../../../api-client/index.js";
import { InvalidRequestError } from "../../../errors/index.js";
import { FilesAPI } from "../../../services/files/index.gen.js";
import { attempted, localFiles, localPathOf, makeFolder, statOf } from "../../local-files/index.js";
import { downloadTo } from "../download/download-to.js";
import { expectLocalTransfers } from "../local-transfers.js";
import { runTransfer } from "../transfer.js";
import type { TreeEntry, TreeOptions, TreeResult } from "./options.js";
import { remoteTree } from "./remote-tree.js";
import { concurrencyOf, transferFiles } from "./transfer-files.js";
import { withoutPresent } from "./without-present.js";

/** See {@link Files.downloadTree}. */
export async function downloadTree(
  api: ServiceClient,
  path: string,
  localFolder: string,
  options: TreeOptions,
): Promise<TreeResult> {
  const { onProgress: _whole, filter, overwrite = false, ...limits } = options;
  expectLocalTransfers(api, "files.downloadTree", "files.download for each file");
  concurrencyOf(options);
  const { lstat, mkdir } = localFiles();
  if ((await statOf(localFolder, "localFolder"))?.isDirectory() === false) {
    const message = `${localFolder} is not a folder: give the path of one`;
    throw new InvalidRequestError(message, { field: "localFolder" });
  }
  return runTransfer(api, path.replace(/\/+$/, ""), limits, async (transfer) => {
    const entries = await remoteTree(new FilesAPI(api), transfer.path, filter, transfer.call);
    const places = new Map(entries.map((entry) => [entry, localPathOf(localFolder, entry.path)]));
    const placeOf = (entry: TreeEntry): string => places.get(entry) ?? localFolder;
    const present: string[] = [];
    for (const entry of overwrite === true ? [] : entries) {
      if (entry.isDirectory) continue;
      const found = await lstat(placeOf(entry)).catch(() => undefined);
      if (found !== undefined) present.push(entry.path);
    }
    const plan = withoutPresent(entries, present, overwrite);
    const making = mkdir(localFolder, { recursive: true });
    await attempted({ path: localFolder, done: "made", field: "localFolder" }, making);
    for (const folder of foldersOf(entries)) {
      await makeFolder(localFolder, localPathOf(localFolder, folder));
    }
    return transferFiles(transfer, plan, options, (file, own) =>
      downloadTo(
        api,
        `${transfer.path}/${file.path}`,
        placeOf(file),
        { ...own, overwrite: overwrite === true },
        file.size,
      ),
    );
  });
}

/** All that is above an entry, and the directories themselves, each after the one it is in. */
function foldersOf(entries: readonly TreeEntry[]): Set<string> {
  const folders = new Set<string>();
  for (const { path, isDirectory } of entries) {
    const names = path.split("/");
    if (!isDirectory) names.pop();
    for (let depth = 1; depth <= names.length; depth++)
      folders.add(names.slice(0, depth).join("/"));
  }
  return folders;
}
