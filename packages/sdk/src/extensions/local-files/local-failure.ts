import { InvalidRequestError } from "../../errors/index.js";

/** What was to be done with a file or folder, and which argument of the caller named it. */
export interface LocalAttempt {
  readonly path: string;
  /** Default: `read`. */
  readonly done?: "read" | "made" | "deleted";
  /** Default: `localPath`. */
  readonly field?: string;
}

/**
 * What this machine refuses, as an {@link InvalidRequestError} that names the path and has the
 * platform's own error as its cause. Every other error stays what it is.
 */
export function localFailure(error: unknown, attempt: LocalAttempt): unknown {
  const { path, done = "read", field = "localPath" } = attempt;
  if (!isRefusal(error)) return error;
  return new InvalidRequestError(`${path} can't be ${done}: ${error.message}`, {
    field,
    cause: error,
  });
}

/** As {@link localFailure}, of what is under way. */
export async function attempted<T>(attempt: LocalAttempt, work: Promise<T>): Promise<T> {
  try {
    return await work;
  } catch (error) {
    throw localFailure(error, attempt);
  }
}

/** Errors of the platform have a code, e.g. `EACCES`, and `ERR_INVALID_ARG_VALUE` for a NUL. */
function isRefusal(error: unknown): error is NodeJS.ErrnoException {
  return error instanceof Error && "code" in error && typeof error.code === "string";
}
