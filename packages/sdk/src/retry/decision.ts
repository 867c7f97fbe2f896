import { ApiError, ConnectionError, TimeoutError } from "../errors/index.js";

/** What the decision to repeat an attempt is made from. */
export interface FailedAttempt {
  readonly error: unknown;
  readonly method: string;
  /** Whether the body, if any, can be sent again. */
  readonly replayable: boolean;
  /** Whether the headers of a response had come. */
  readonly responded: boolean;
}

const statuses = new Set([429, 503]);

/** Codes that mean "too many requests" although the status is 400. */
const throttlingCodes = new Set(["REQUEST_LIMIT_EXCEEDED", "RESOURCE_EXHAUSTED"]);

/** What the service says, whatever the status, when another attempt may well succeed. */
const transientTexts: readonly string[] = [
  "com.databricks.backend.manager.util.UnknownWorkerEnvironmentException",
  "does not have any associated worker environments",
  "There is no worker environment with id",
  "Unknown worker environment",
  "ClusterNotReadyException",
  "Unexpected error",
  "Please try again later or try a faster operation.",
  "RPC token bucket limit has been exceeded",
];
const transientPatterns: readonly RegExp[] = [
  /worker env .*WorkerEnvId\(.*\).* not found/,
  /Timed out after /,
  /deadline exceeded/,
];

/**
 * Whether an attempt that failed is repeated: when no response came, when the service is busy, and
 * when it names a cause that passes. The method does not matter, with one exception: a response that
 * broke off means that the request was carried out, so only reading (GET, HEAD) is repeated then.
 * Never repeated: bodies that are streams, host names that do not exist, refused certificates, and
 * every other status, 500, 501, 502 and 504 among them.
 */
export function isRetriable({ error, method, replayable, responded }: FailedAttempt): boolean {
  if (!replayable) return false;
  if (error instanceof ApiError) return isTransient(error);
  if (error instanceof TimeoutError) return !responded;
  if (!(error instanceof ConnectionError)) return false;
  return !lasting.test(error.code) && (!responded || method === "GET" || method === "HEAD");
}

function isTransient({ status, errorCode, message }: ApiError): boolean {
  return (
    statuses.has(status) ||
    (status === 400 && throttlingCodes.has(errorCode)) ||
    transientTexts.some((text) => message.includes(text)) ||
    transientPatterns.some((pattern) => pattern.test(message))
  );
}

/** Names that do not exist and certificates that are refused will not change in a few minutes. */
const lasting =
  /^ENOTFOUND$|^ERR_PROXY_4|CERT|^ERR_TLS|^ERR_SSL|^EPROTO$|^UNABLE_TO|^HOSTNAME_MISMATCH$/;
