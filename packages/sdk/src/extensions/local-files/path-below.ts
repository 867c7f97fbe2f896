import { InvalidRequestError } from "../../errors/index.js";
import { attempted } from "./local-failure.js";
import { localFiles, localPaths } from "./local-files.js";

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
 * naming `field` when it can't be made, and when what exists is a symbolic link that leads out of the
 * top.
 */
export async function makeFolder(
  top: string,
  folder: string,
  field = "localFolder",
): Promise<void> {
  const { mkdir, realpath } = localFiles();
  const { isAbsolute, relative } = localPaths();
  const making = mkdir(folder).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== "EEXIST") throw error;
  });
  await attempted({ path: folder, done: "made", field }, making);
  const way = relative(await realpath(top), await realpath(folder));
  if (!isAbsolute(way) && way.split(/[/\\]/)[0] !== "..") return;
  const message = `${folder} is a symbolic link that leads out of ${top}`;
  throw new InvalidRequestError(message, { field });
}
