import { accessSync, constants, statSync } from "node:fs";
import * as path from "node:path";

/**
 * The file that a program's name stands for: itself when it is a path, otherwise the first of that
 * name in a folder of `PATH`. Undefined: there is none that may be run.
 */
export function findExecutable(
  name: string,
  searchPath: string = process.env["PATH"] ?? "",
): string | undefined {
  if (name.includes("/") || path.isAbsolute(name)) return isExecutable(name) ? name : undefined;
  const endings = process.platform === "win32" ? ["", ".exe", ".cmd"] : [""];
  return searchPath
    .split(path.delimiter)
    .filter(Boolean)
    .flatMap((folder) => endings.map((ending) => path.join(folder, name + ending)))
    .find(isExecutable);
}

function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return statSync(file).isFile();
  } catch {
    return false;
  }
}
