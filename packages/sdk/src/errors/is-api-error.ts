import type { ApiError } from "./api-error.js";
import { isDatabricksError } from "./databricks-error.js";

/** Whether a value is the service's answer, also when another copy of the SDK made the error of it. */
export function isApiError(value: unknown): value is ApiError {
  if (!isDatabricksError(value)) return false;
  const { status, errorCode, path } = value as Partial<ApiError>;
  return typeof status === "number" && typeof errorCode === "string" && typeof path === "string";
}
