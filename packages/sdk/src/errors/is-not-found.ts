import type { ApiError } from "./api-error.js";
import { isApiError } from "./is-api-error.js";
import { tellsOfMissing } from "./overrides.js";

/**
 * Whether an error says that what was asked for is not there: every {@link NotFound}, the codes that
 * end in `DOES_NOT_EXIST` or `NOT_FOUND`, and the status 400 with which clusters, jobs and runs that
 * do not exist are refused, whatever should be done with them. True for errors of another copy of the
 * SDK, too.
 */
export function isNotFound(error: unknown): error is ApiError {
  if (!isApiError(error)) return false;
  const { status, errorCode } = error;
  return (
    status === 404 || /(^|_)(DOES_NOT_EXIST|NOT_FOUND)$/.test(errorCode) || tellsOfMissing(error)
  );
}
