import { WorkspaceError } from "../../../errors/index.js";

/** The error of a handler of the program that started the workspace: that it failed, and how. */
export function handlerFault(handler: string, error: unknown): WorkspaceError {
  if (error instanceof WorkspaceError) return error;
  const message = error instanceof Error ? error.message : String(error);
  const fault = new WorkspaceError("INTERNAL_ERROR", `${handler} failed: ${message}`);
  fault.cause = error;
  return fault;
}

/** The error of a handler that replied with what is no reply. */
export function noReply(handler: string, reply: unknown, wanted: string): WorkspaceError {
  const shown = reply === null ? "null" : typeof reply;
  return new WorkspaceError(
    "INTERNAL_ERROR",
    `${handler} replied with ${shown}, not with ${wanted}.`,
  );
}
