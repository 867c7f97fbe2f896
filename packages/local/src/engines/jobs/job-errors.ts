import { WorkspaceError } from "../../errors/index.js";

/** The caller gave a value that cannot be. */
export function invalid(message: string): WorkspaceError {
  return new WorkspaceError("INVALID_PARAMETER_VALUE", message);
}

/** There is no such job. */
export function noJob(id: bigint | number | string): WorkspaceError {
  return invalid(`Job ${id} does not exist.`);
}

/** There is no such run. */
export function noRun(id: bigint | number | string): WorkspaceError {
  return invalid(`Run ${id} does not exist.`);
}
