import { WorkspaceError } from "../../errors/index.js";

/** Longest name of one file or folder, in bytes: what common file systems take. */
const LONGEST_NAME = 255;

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
  for (const name of names) checkName(name, path);
  if (names[0] === "Volumes") {
    throw new WorkspaceError("PERMISSION_DENIED", "No operations allowed on this path");
  }
  return `/${names.join("/")}`;
}

function checkName(name: string, path: string): void {
  if (name === "." || name === "..") {
    throw invalid(`Path '${path}' must not hold "${name}": write out the path that is meant.`);
  }
  if (name.includes("\0") || (process.platform === "win32" && /[\\:*?"<>|]/.test(name))) {
    throw invalid(`Path ${JSON.stringify(path)} holds a character that no file name may have.`);
  }
  if (Buffer.byteLength(name) > LONGEST_NAME) {
    throw invalid(`A name in the path is longer than ${LONGEST_NAME} bytes.`);
  }
}

function invalid(message: string): WorkspaceError {
  return new WorkspaceError("INVALID_PARAMETER_VALUE", message);
}
