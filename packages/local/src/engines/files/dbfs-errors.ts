import { WorkspaceError } from "../../errors/index.js";

/** Largest block that is written and largest part that is read at once, in bytes: 1 MiB. */
export const LARGEST_BLOCK: number = 1024 * 1024;

/** Something stands where a file or folder was to be made. */
export function alreadyExists(path: string): WorkspaceError {
  return new WorkspaceError(
    "RESOURCE_ALREADY_EXISTS",
    `A file or directory already exists at the input path dbfs:${path}.`,
  );
}

/** Nothing is there. */
export function missing(path: string): WorkspaceError {
  return new WorkspaceError(
    "RESOURCE_DOES_NOT_EXIST",
    `No file or directory exists on path ${path}.`,
  );
}

/** A folder is to be removed, and only when empty. */
export function notEmpty(): WorkspaceError {
  return new WorkspaceError(
    "IO_ERROR",
    "Directory is not empty. Use recursive delete or remove contents first.",
  );
}

/** The handle was never given out, was closed, or was left idle for too long. */
export function unknownHandle(handle: bigint | number | string): WorkspaceError {
  return new WorkspaceError(
    "RESOURCE_DOES_NOT_EXIST",
    `No open stream has the handle ${handle}: it was closed, or not used for 10 minutes.`,
  );
}

/** Refuses what is more than one block. */
export function checkBlock(data: Uint8Array): void {
  if (data.byteLength <= LARGEST_BLOCK) return;
  throw new WorkspaceError(
    "MAX_BLOCK_SIZE_EXCEEDED",
    `The block has ${data.byteLength} bytes, more than the limit of ${LARGEST_BLOCK}. Send it in smaller blocks.`,
  );
}

/** The caller gave a value that cannot be. */
export function invalid(message: string): WorkspaceError {
  return new WorkspaceError("INVALID_PARAMETER_VALUE", message);
}
