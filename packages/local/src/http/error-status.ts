/**
 * The usual HTTP status of each error code of the platform. Those that are not here are 404 when they
 * end in `_DOES_NOT_EXIST`, and 400 otherwise.
 */
const statuses: Readonly<Record<string, number>> = {
  UNAUTHENTICATED: 401,
  PERMISSION_DENIED: 403,
  CUSTOMER_UNAUTHORIZED: 403,
  ENDPOINT_NOT_FOUND: 404,
  NOT_FOUND: 404,
  ABORTED: 409,
  ALREADY_EXISTS: 409,
  RESOURCE_CONFLICT: 409,
  REQUEST_LIMIT_EXCEEDED: 429,
  RESOURCE_EXHAUSTED: 429,
  TOO_MANY_REQUESTS: 429,
  CANCELLED: 499,
  DATA_LOSS: 500,
  INTERNAL_ERROR: 500,
  UNKNOWN: 500,
  NOT_IMPLEMENTED: 501,
  TEMPORARILY_UNAVAILABLE: 503,
  DEADLINE_EXCEEDED: 504,
};

/** The code that an injected fault has when its rule names none. */
const codes: Readonly<Record<number, string>> = {
  400: "BAD_REQUEST",
  401: "UNAUTHENTICATED",
  403: "PERMISSION_DENIED",
  404: "NOT_FOUND",
  409: "RESOURCE_CONFLICT",
  429: "REQUEST_LIMIT_EXCEEDED",
  499: "CANCELLED",
  501: "NOT_IMPLEMENTED",
  503: "TEMPORARILY_UNAVAILABLE",
  504: "DEADLINE_EXCEEDED",
};

/** The status that goes with an error code. */
export function statusOf(code: string): number {
  if (Object.hasOwn(statuses, code)) return statuses[code] ?? 400;
  return code.endsWith("_DOES_NOT_EXIST") ? 404 : 400;
}

/** An error code that goes with a status. */
export function codeOf(status: number): string {
  return codes[status] ?? (status < 500 ? "BAD_REQUEST" : "INTERNAL_ERROR");
}
