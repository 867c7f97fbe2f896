import type { Stats } from "node:fs";
import { InvalidRequestError } from "../../errors/index.js";
import { builtin, type Builtins } from "../../internal/index.js";

/** The file system of this machine. Throws an {@link InvalidRequestError} where there is none. */
export function localFiles(): Builtins["node:fs/promises"] {
  const files = builtin("node:fs/promises");
  if (files !== undefined) return files;
  throw invalid("there are no local files on this platform: read or write a stream");
}

/** How paths of this machine are made; there where {@link localFiles} are. */
export function localPaths(): Builtins["node:path"] {
  const paths = builtin("node:path");
  if (paths === undefined) throw new TypeError("this platform has no paths");
  return paths;
}

/** Whether an error of the file system says that there is nothing at a path. */
export function isNotThere(error: unknown): boolean {
  const { code } = error as NodeJS.ErrnoException;
  return code === "ENOENT" || code === "ENOTDIR";
}

/** What is at a local path, if anything. */
export async function statOf(path: string): Promise<Stats | undefined> {
  try {
    return await localFiles().stat(path);
  } catch (error) {
    if (isNotThere(error)) return undefined;
    throw error;
  }
}

/**
 * Makes sure that a file can be made at a local path. Throws an {@link InvalidRequestError} when
 * something is there that may not be replaced, and when its folder is missing.
 */
export async function checkTarget(localPath: string, overwrite: boolean): Promise<void> {
  if (localPath.includes("\0")) throw invalid("the local path holds a NUL, which no path may");
  const found = await statOf(localPath);
  if (found !== undefined && !found.isFile()) {
    throw invalid(`${localPath} is not a file: give the path of one`);
  }
  if (found !== undefined || (await isLink(localPath))) {
    if (!overwrite) throw existsAlready(localPath);
    return;
  }
  if (/[/\\]$/.test(localPath))
    throw invalid(`${localPath} names a folder: give the path of a file`);
  const folder = localPaths().dirname(localPath);
  if (!(await statOf(folder))?.isDirectory()) throw invalid(`the folder ${folder} does not exist`);
}

/** The error for a file that may not be replaced. */
export function existsAlready(localPath: string): InvalidRequestError {
  return invalid(`${localPath} exists already: set overwrite to replace it`);
}

/** Of links that lead nowhere, too. */
async function isLink(path: string): Promise<boolean> {
  const found = await localFiles()
    .lstat(path)
    .catch(() => undefined);
  return found?.isSymbolicLink() === true;
}

function invalid(message: string): InvalidRequestError {
  return new InvalidRequestError(message, { field: "localPath" });
}
