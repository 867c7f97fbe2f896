import type { Stats } from "node:fs";
import { InvalidRequestError } from "../../errors/index.js";
import { builtin, type Builtins } from "../../internal/index.js";
import { localFailure } from "./local-failure.js";

/** The file system of this machine. Throws an {@link InvalidRequestError} where there is none. */
export function localFiles(): Builtins["node:fs/promises"] {
  const files = builtin("node:fs/promises");
  if (files !== undefined) return files;
  const message = "there are no local files on this platform: read or write a stream";
  throw new InvalidRequestError(message, { field: "localPath" });
}

/** How paths of this machine are made; there where {@link localFiles} are. */
export function localPaths(): Builtins["node:path"] {
  const paths = builtin("node:path");
  if (paths === undefined) throw new TypeError("this platform has no paths");
  return paths;
}

/** Whether an error of the file system, or its cause, says that there is nothing at a path. */
export function isNotThere(error: unknown): boolean {
  const { code, cause } = error as NodeJS.ErrnoException;
  if (error instanceof InvalidRequestError) return cause !== undefined && isNotThere(cause);
  return code === "ENOENT" || code === "ENOTDIR";
}

/**
 * What is at a local path, if anything. Throws an {@link InvalidRequestError} naming `field` when the
 * platform does not tell.
 */
export async function statOf(path: string, field = "localPath"): Promise<Stats | undefined> {
  try {
    return await localFiles().stat(path);
  } catch (error) {
    if (isNotThere(error)) return undefined;
    throw localFailure(error, { path, field });
  }
}

/**
 * Makes sure that a file can be made at a local path. Throws an {@link InvalidRequestError} naming
 * `field` when something is there that may not be replaced, and when its folder is missing.
 */
export async function checkTarget(
  localPath: string,
  overwrite: boolean,
  field = "localPath",
): Promise<void> {
  const invalid = (message: string): InvalidRequestError =>
    new InvalidRequestError(message, { field });
  if (localPath.includes("\0")) throw invalid("the local path holds a NUL, which no path may");
  const found = await statOf(localPath, field);
  if (found !== undefined && !found.isFile()) {
    throw invalid(`${localPath} is not a file: give the path of one`);
  }
  if (found !== undefined || (await isLink(localPath))) {
    if (!overwrite) throw existsAlready(localPath, field);
    return;
  }
  if (/[/\\]$/.test(localPath))
    throw invalid(`${localPath} names a folder: give the path of a file`);
  const folder = localPaths().dirname(localPath);
  if ((await statOf(folder, field))?.isDirectory()) return;
  throw invalid(`the folder ${folder} does not exist`);
}

/** The error for a file that may not be replaced. */
export function existsAlready(localPath: string, field = "localPath"): InvalidRequestError {
  const message = `${localPath} exists already: set overwrite to replace it`;
  return new InvalidRequestError(message, { field });
}

/** Of links that lead nowhere, too. */
async function isLink(path: string): Promise<boolean> {
  const found = await localFiles()
    .lstat(path)
    .catch(() => undefined);
  return found?.isSymbolicLink() === true;
}
