import { InvalidRequestError } from "../errors/index.js";

/**
 * The absolute path of a notebook. A relative one begins at the folder of `source`, the notebook or
 * file that runs. Throws an {@link InvalidRequestError} for a relative path without it.
 */
export function notebookPath(path: string, source: string | undefined): string {
  if (path.startsWith("/")) return path;
  if (source === undefined) {
    throw new InvalidRequestError(
      `the path "${path}" is relative, but to what is not known: give an absolute one, ` +
        "or set DATABRICKS_SOURCE_FILE to the path of this program in the workspace",
      { field: "path" },
    );
  }
  const segments = source.split("/").slice(0, -1);
  for (const segment of path.split("/")) {
    if (segment === "..") segments.pop();
    else if (segment !== "." && segment !== "") segments.push(segment);
  }
  return `/${segments.filter((segment) => segment !== "").join("/")}`;
}
