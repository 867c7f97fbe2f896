import type { CallOptions } from "../../../api-client/index.js";
import { NotFound } from "../../../errors/index.js";
import { mapConcurrently } from "../../../internal/index.js";
import type { FilesAPI } from "../../../services/files/index.gen.js";
import { walk } from "./walk.js";

/** Files deleted at a time. */
const concurrency = 8;

/** A volume itself is the catalog's to delete. */
const volume = /^\/Volumes(\/[^/]+){3}\/?$/i;

/** See {@link Files.deleteTree}. */
export async function deleteTree(
  files: Pick<FilesAPI, "delete" | "deleteDirectory" | "listDirectoryContents">,
  path: string,
  options?: CallOptions,
): Promise<void> {
  const directories = volume.test(path) ? [] : [path];
  const found: string[] = [];
  for await (const { path: entry, is_directory: isDirectory } of walk(files, path, options)) {
    if (entry !== undefined) (isDirectory === true ? directories : found).push(entry);
  }
  await mapConcurrently(found, concurrency, (file_path) =>
    unlessGone(files.delete({ file_path }, options)),
  );
  // The deepest first.
  for (const directory_path of directories.toReversed()) {
    await unlessGone(files.deleteDirectory({ directory_path }, options));
  }
}

async function unlessGone(deleting: Promise<void>): Promise<void> {
  try {
    await deleting;
  } catch (error) {
    if (!(error instanceof NotFound)) throw error;
  }
}
