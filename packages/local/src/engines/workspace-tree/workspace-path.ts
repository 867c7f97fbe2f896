import { invalid } from "./tree-errors.js";

/** Longest name of one object, in bytes: what common file systems take. */
const LONGEST_NAME = 255;
/** Longest path, in bytes: common systems take 4096 in all, and the folder before it needs some. */
const LONGEST_PATH = 3072;
const ALIAS = "/Workspace";

/** A path as a request spelled it. */
export interface AskedPath {
  /** The one spelling by which objects are kept: `/Users/me/a`. */
  readonly at: string;
  /** As it was asked for, e.g. with `/Workspace` before it; for answers and errors. */
  readonly spelled: string;
  /** Another object's path in the same spelling. */
  spell(at: string): string;
}

/**
 * Reads a path: `/Workspace/a`, `//a/` and `/a` are the same object.
 *
 * @throws WorkspaceError `INVALID_PARAMETER_VALUE` for relative paths and names that cannot be
 */
export function askedPath(path: string): AskedPath {
  if (!path.startsWith("/")) throw invalid(`path '${path}': must be absolute. Begin it with "/".`);
  const names = path.split("/").filter((name) => name !== "");
  if (Buffer.byteLength(path) > LONGEST_PATH) {
    throw invalid(`path: is longer than ${LONGEST_PATH} bytes.`);
  }
  for (const name of names) checkName(name, path);
  const aliased = names[0] === ALIAS.slice(1);
  const at = `/${(aliased ? names.slice(1) : names).join("/")}`;
  const spell = (other: string): string => {
    // Why the slashes: the platform answers to those who double the first one as if there were no alias.
    if (!aliased || path.startsWith("//")) return other;
    return other === "/" ? ALIAS : ALIAS + other;
  };
  return { at, spelled: spell(at), spell };
}

/** The folder that a path is in; the root is in itself. */
export function parentOf(at: string): string {
  return at.slice(0, at.lastIndexOf("/")) || "/";
}

/** The last name of a path; empty for the root. */
export function nameOf(at: string): string {
  return at.slice(at.lastIndexOf("/") + 1);
}

/** The path of what is called so in a folder. */
export function childOf(folder: string, name: string): string {
  return folder === "/" ? `/${name}` : `${folder}/${name}`;
}

/** Whether a path is a folder or in it. */
export function isWithin(at: string, folder: string): boolean {
  return at === folder || folder === "/" || at.startsWith(`${folder}/`);
}

function checkName(name: string, path: string): void {
  if (name === "." || name === "..") {
    throw invalid(`path '${path}': must not hold "${name}"; write out the path that is meant.`);
  }
  if (name.includes("\0") || (process.platform === "win32" && /[\\:*?"<>|]/.test(name))) {
    throw invalid(`path ${JSON.stringify(path)}: holds a character that no name may have.`);
  }
  if (Buffer.byteLength(name) > LONGEST_NAME) {
    throw invalid(`path: holds a name of more than ${LONGEST_NAME} bytes.`);
  }
}
