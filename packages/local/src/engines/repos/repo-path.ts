import { invalid } from "./git-errors.js";

/**
 * The one spelling of a workspace path at which a repo can be: `/Workspace/Repos/a/b/` is
 * `/Repos/a/b`.
 *
 * @throws {WorkspaceError} `INVALID_PARAMETER_VALUE`.
 */
export function checkRepoPath(path: string): string {
  const normal = normalizePath(path);
  const depth = normal.split("/").length - 1;
  if (normal.startsWith("/Repos/") && depth !== 3) {
    throw invalid(`path '${path}': below /Repos it must be /Repos/{folder}/{name}.`);
  }
  if (depth < 2)
    throw invalid(`path '${path}': must be /Repos/{folder}/{name} or lie in a folder.`);
  return normal;
}

/**
 * The one spelling of a workspace path.
 *
 * @param kind what it names: a repo that is to be `made`, or what is `found` in a clone, where files
 *   have names that no repo may have
 * @throws {WorkspaceError} `INVALID_PARAMETER_VALUE`.
 */
export function normalizePath(path: string, kind: "found" | "made" = "made"): string {
  if (!path.startsWith("/")) throw invalid(`path '${path}': must be absolute.`);
  const names = path.split("/").filter(Boolean);
  const refused = kind === "made" || process.platform === "win32" ? /[\\\0]/ : /\0/;
  if (names.some((name) => name === "." || name === ".." || refused.test(name))) {
    throw invalid(`path ${JSON.stringify(path)}: must not hold ".", ".." or a backslash.`);
  }
  if (names[0] === "Workspace") names.shift();
  return `/${names.join("/")}`;
}
