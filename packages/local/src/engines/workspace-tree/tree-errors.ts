import { WorkspaceError } from "../../errors/index.js";

/** Largest content that is imported or exported at once, in bytes: 10 MB. */
export const LARGEST_CONTENT: number = 10 * 1024 * 1024;
/** Largest file that is sent on its own, in bytes: 500 MB. */
export const LARGEST_FILE: number = 500 * 1024 * 1024;

/** The caller gave a value that cannot be. */
export function invalid(message: string): WorkspaceError {
  return new WorkspaceError("INVALID_PARAMETER_VALUE", message);
}

/** Nothing is there, or nothing that the caller may see. */
export function missing(path: string): WorkspaceError {
  return new WorkspaceError("RESOURCE_DOES_NOT_EXIST", `Path (${path}) doesn't exist.`);
}

/** What was to be made has nowhere to go. */
export function noParent(folder: string): WorkspaceError {
  return new WorkspaceError(
    "RESOURCE_DOES_NOT_EXIST",
    `The parent folder (${folder}) does not exist.`,
  );
}

/** Something is there already. */
export function alreadyExists(path: string): WorkspaceError {
  return new WorkspaceError("RESOURCE_ALREADY_EXISTS", `Path (${path}) already exists.`);
}

/** The same for files that are sent on their own: clients take the status for the lock's being held. */
export function fileAlreadyExists(path: string): WorkspaceError {
  return new WorkspaceError("ALREADY_EXISTS", `Path (${path}) already exists.`);
}

/** An object of another type is there, which cannot be overwritten. */
export function otherType(name: string): WorkspaceError {
  return new WorkspaceError("RESOURCE_ALREADY_EXISTS", `Node named '${name}' already exists`);
}

/** Something that is no folder is in the way of a folder. */
export function notFolder(name: string): WorkspaceError {
  return new WorkspaceError(
    "RESOURCE_ALREADY_EXISTS",
    `${name} already exists and it is not a folder`,
  );
}

/** A folder is to be removed, and only when empty. */
export function notEmpty(path: string): WorkspaceError {
  return new WorkspaceError(
    "DIRECTORY_NOT_EMPTY",
    `Folder (${path}) is not empty. Delete what is in it first, or delete it with recursive.`,
  );
}

/** The folder belongs to the workspace itself. */
export function isProtected(path: string): WorkspaceError {
  return new WorkspaceError("DIRECTORY_PROTECTED", `Folder (${path}) is protected.`);
}

/** Content is more than is taken. */
export function tooLarge(limit: number): WorkspaceError {
  return new WorkspaceError(
    "MAX_NOTEBOOK_SIZE_EXCEEDED",
    `The content is larger than the limit of ${limit} bytes.`,
  );
}

/** A folder holds as much as it may. */
export function tooManyChildren(folder: string, limit: number): WorkspaceError {
  return new WorkspaceError(
    "MAX_CHILD_NODE_SIZE_EXCEEDED",
    `Folder (${folder}) holds ${limit} objects, which is the limit.`,
  );
}
