import { AlreadyExists, ApiError } from "../../../errors/index.js";

/** The ways to say that a file exists: of the service, and of storage (a precondition). */
const conflicts = new Set([409, 412]);

/** An error that means that the file exists, as the error for that; any other as it is. */
export function explainConflict(error: unknown, path: string, overwrite: boolean): unknown {
  if (overwrite || !(error instanceof ApiError) || !conflicts.has(error.status)) return error;
  if (error instanceof AlreadyExists) return error;
  const message = `${path} exists already: set overwrite to replace it`;
  return new AlreadyExists(message, {
    status: error.status,
    errorCode: "ALREADY_EXISTS",
    details: error.details,
    requestId: error.requestId,
    method: error.method,
    path: error.path,
    attempts: error.attempts,
    cause: error,
  });
}
