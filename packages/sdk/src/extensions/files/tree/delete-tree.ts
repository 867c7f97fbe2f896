import type { CallOptions } from "../../../api-client/index.js";
import { InvalidRequestError, NotFound } from "../../../errors/index.js";
import { mapConcurrently } from "../../../internal/index.js";
import type { FilesAPI } from "../../../services/files/index.gen.js";
import { TreeDeletionFailed } from "./tree-deletion-failed.js";
import { walk } from "./walk.js";

/** Files, or directories, deleted at a time. */
const concurrency = 8;

/** A volume itself is the catalog's to delete, and what it is in is no directory. */
const volume = /^\/*Volumes(\/+[^/]+){3}\/*$/i;
const aboveVolume = /^\/*(Volumes(\/+[^/]+){0,2}\/*)?$/i;

type FilesToDelete = Pick<FilesAPI, "delete" | "deleteDirectory" | "listDirectoryContents">;

/** See {@link Files.deleteTree}. */
export async function deleteTree(
  files: FilesToDelete,
  path: string,
  options: CallOptions = {},
): Promise<void> {
  if (aboveVolume.test(path)) {
    const message = `${path} is not in a volume: give /Volumes/<catalog>/<schema>/<volume>, or below`;
    throw new InvalidRequestError(message, { field: "path" });
  }
  const tree = await listTree(files, path.replace(/\/+$/, ""), options);
  const left = new Set([...tree.files, ...tree.levels.flat()]);
  const all = left.size;
  let failed: string | undefined;
  const remove = async (entry: string, deleting: Promise<void>): Promise<void> => {
    try {
      await unlessGone(deleting);
      left.delete(entry);
    } catch (error) {
      failed ??= entry;
      throw error;
    }
  };
  try {
    await mapConcurrently(tree.files, concurrency, (file_path) =>
      remove(file_path, files.delete({ file_path }, options)),
    );
    for (const level of tree.levels) {
      await mapConcurrently(level, concurrency, (directory_path) =>
        remove(directory_path, files.deleteDirectory({ directory_path }, options)),
      );
    }
  } catch (cause) {
    options.signal?.throwIfAborted();
    throw new TreeDeletionFailed({ path: failed ?? path, all, left: [...left], cause });
  }
}

interface Tree {
  readonly files: readonly string[];
  /** Directories, the deepest first. */
  readonly levels: readonly (readonly string[])[];
}

async function listTree(files: FilesToDelete, path: string, options: CallOptions): Promise<Tree> {
  const found: string[] = [];
  const levels = new Map<number, string[]>();
  for await (const { path: entry, is_directory: isDirectory } of walk(files, path, options)) {
    if (entry === undefined) continue;
    const depth = entry.replace(/\/+$/, "").split("/").length;
    const level = levels.get(depth) ?? [];
    if (isDirectory === true) levels.set(depth, level);
    (isDirectory === true ? level : found).push(entry);
  }
  const deepestFirst = [...levels].sort(([a], [b]) => b - a).map(([, level]) => level);
  return { files: found, levels: volume.test(path) ? deepestFirst : [...deepestFirst, [path]] };
}

async function unlessGone(deleting: Promise<void>): Promise<void> {
  try {
    await deleting;
  } catch (error) {
    if (!(error instanceof NotFound)) throw error;
  }
}
