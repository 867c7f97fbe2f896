import { WorkspaceError } from "../../errors/index.js";
import { invalid } from "./dbfs-errors.js";
import { pathProblem } from "./file-name.js";

/**
 * Brings a DBFS path to its one spelling: absolute, without scheme, doubled or trailing slashes.
 * `dbfs:/a//b/` and `/a/b` are `/a/b`.
 *
 * @throws {WorkspaceError} `INVALID_PARAMETER_VALUE` for relative paths, `.` and `..`, names that
 * no file system takes; `PERMISSION_DENIED` for volumes, which DBFS does not serve.
 */
export function normalizeDbfsPath(path: string): string {
  const bare = path.startsWith("dbfs:") ? path.slice("dbfs:".length) : path;
  if (!bare.startsWith("/")) {
    throw invalid(`Path must be absolute: '${path}'. Begin it with "/" or "dbfs:/".`);
  }
  const names = bare.split("/").filter((name) => name !== "");
  const problem = pathProblem(names);
  if (problem !== undefined) throw invalid(`Invalid path ${JSON.stringify(path)}: ${problem}.`);
  if (names[0] === "Volumes") {
    throw new WorkspaceError("PERMISSION_DENIED", "No operations allowed on this path");
  }
  return `/${names.join("/")}`;
}
