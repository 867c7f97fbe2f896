import { WorkspaceError } from "../../errors/index.js";

/** An error of the Files API: its reason is what clients go by. */
export function filesError(
  code: string,
  message: string,
  reason: string,
  status?: number,
  metadata: Readonly<Record<string, string>> = {},
): WorkspaceError {
  const info = { reason: `FILES_API_${reason}`, domain: "filesystem.databricks.com", metadata };
  return new WorkspaceError(code, message, info, status);
}

/** A path that cannot be one of a volume. */
export function invalidPath(path: string, problem: string): WorkspaceError {
  const text = `Invalid path ${JSON.stringify(path)}: ${problem}.`;
  return filesError("INVALID_PARAMETER_VALUE", text, "INVALID_PATH");
}

/** A value of a request that cannot be. */
export function invalidArgument(message: string): WorkspaceError {
  return filesError("INVALID_PARAMETER_VALUE", message, "INVALID_ARGUMENT");
}

/** No file is there; a directory is none. */
export function fileMissing(): WorkspaceError {
  return filesError("NOT_FOUND", "The file being accessed is not found.", "FILE_NOT_FOUND");
}

/** No directory is there; a file is none. */
export function directoryMissing(): WorkspaceError {
  const text = "The directory being accessed is not found.";
  return filesError("NOT_FOUND", text, "DIRECTORY_IS_NOT_FOUND");
}

/** The path names a volume that there is not. */
export function volumeMissing(fullName: string): WorkspaceError {
  return filesError("NOT_FOUND", `Volume '${fullName}' does not exist.`, "VOLUME_NOT_FOUND");
}

/** A file is to be made where one is, and must not be replaced. */
export function fileExists(): WorkspaceError {
  const text = "The file being created already exists.";
  return filesError("ALREADY_EXISTS", text, "FILE_ALREADY_EXISTS");
}

/** A directory stands where a file was to be made, or a file where a directory was. */
export function otherKindExists(kind: "directory" | "file", path: string): WorkspaceError {
  const text = `A ${kind} already exists at ${path}.`;
  return filesError("ALREADY_EXISTS", text, "PATH_ALREADY_EXISTS");
}

/** A directory is to be removed, and only when empty. */
export function directoryNotEmpty(): WorkspaceError {
  const text = "The directory being deleted is not empty.";
  return filesError("BAD_REQUEST", text, "DIRECTORY_IS_NOT_EMPTY");
}
