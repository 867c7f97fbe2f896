import type { ApiError } from "./api-error.js";
import { isApiError } from "./is-api-error.js";

/**
 * Whether an error says that what should be made is there already: a folder, a schema, a user.
 * The service has many codes for it, with status 400 or 409: `ALREADY_EXISTS`,
 * `RESOURCE_ALREADY_EXISTS`, `SCHEMA_ALREADY_EXISTS` and their like, and 409 without one from SCIM.
 * Other conflicts, such as a concurrent change (`ABORTED`), are not meant. True for errors of another
 * copy of the SDK, too.
 */
export function isAlreadyExists(error: unknown): error is ApiError {
  if (!isApiError(error)) return false;
  const { errorCode, method } = error;
  // RFC 7644, section 3.3: a duplicate is refused with 409, and a code is optional.
  return /(^|_)ALREADY_EXISTS$/.test(errorCode) || (method === "POST" && errorCode === "SCIM_409");
}
