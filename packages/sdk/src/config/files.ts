import { builtin } from "../internal/index.js";
import type { EnvironmentVariables } from "./sources/environment.js";

/**
 * Reads a text file at once; `undefined` when it does not exist, or the runtime has no files.
 * Why synchronously: a client is made with `new`, and must say there and then what is wrong.
 */
export function readTextFile(path: string): string | undefined {
  try {
    return builtin("node:fs")?.readFileSync(path, "utf8");
  } catch (error) {
    if ((error as { readonly code?: unknown }).code === "ENOENT") return undefined;
    throw error;
  }
}

/** Replaces a leading `~` by the home directory; leaves the path alone where none is known. */
export function expandHome(path: string, env: EnvironmentVariables): string {
  if (path !== "~" && !/^~[/\\]/.test(path)) return path;
  const home = env["HOME"] || env["USERPROFILE"] || builtin("node:os")?.homedir();
  return home === undefined || home === "" ? path : home + path.slice(1);
}
