import { redactText } from "../internal/index.js";
import { ApiError, type ApiErrorInit } from "./api-error.js";
import { PrivateLinkValidationError } from "./api-errors.js";
import { decodeDetails } from "./decode-details.js";
import type { ErrorDetails } from "./details.js";
import { classByErrorCode, classByStatus } from "./mapping.js";
import { overriddenClass } from "./overrides.js";
import { parseBody } from "./parse-body.js";
import { isPrivateLinkRedirect, privateLinkMessage } from "./private-link.js";
import { durationOf, retryAfterOf } from "./retry-after.js";

/** An answer that is not a success, and the request it belongs to. */
export interface FailedExchange {
  readonly status: number;
  /** The reason phrase; empty where the protocol has none. */
  readonly statusText: string;
  /** The answer's headers, names in lower case. */
  readonly headers: Readonly<Record<string, string | undefined>>;
  readonly body: string;
  readonly method: string;
  /** The path that was asked for; a query is cut off. */
  readonly path: string;
  /** Where it was asked for, absolute; tells the cloud. Never shown. */
  readonly url?: string | undefined;
  /** How often the request was sent. */
  readonly attempts: number;
  readonly cause?: unknown;
  /** A sentence added to the message, such as which credentials were used. Holds no secret. */
  readonly hint?: string | undefined;
  /** Milliseconds since the Unix epoch, to read a `Retry-After` date by. Default: `Date.now()`. */
  readonly now?: number;
}

/**
 * The error that an answer stands for. Never throws, whatever the answer holds.
 *
 * The message tells what the server said, the request, the status and code, and the request id:
 * `Job 7 does not exist. (GET /api/2.2/jobs/get: 400 INVALID_PARAMETER_VALUE, request id a1b2)`.
 */
export function apiErrorFrom(answer: FailedExchange): ApiError {
  const { message, errorCode, details } = parseBody(answer);
  const facts = factsOf(answer, errorCode, decodeDetails(details));
  const redirect = [answer.headers["location"], answer.url].find(isPrivateLinkRedirect);
  if (redirect !== undefined) {
    const init = { ...facts, status: 403, errorCode: "PRIVATE_LINK_VALIDATION_ERROR" };
    const said = privateLinkMessage(answer.url ?? redirect);
    return new PrivateLinkValidationError(fullMessage(said, init, answer.hint), init);
  }
  const Class =
    overriddenClass({ ...facts, message }) ??
    classByErrorCode.get(errorCode) ??
    classByStatus.get(answer.status) ??
    ApiError;
  return new Class(fullMessage(message, facts, answer.hint), facts);
}

function factsOf(answer: FailedExchange, errorCode: string, details: ErrorDetails): ApiErrorInit {
  const { status, headers, method, attempts } = answer;
  return {
    status,
    errorCode,
    details,
    method,
    attempts,
    path: answer.path.split(/[?#]/, 1)[0] ?? "",
    requestId:
      headers["x-request-id"] ||
      headers["x-databricks-request-id"] ||
      details.requestInfo?.request_id ||
      undefined,
    retryAfter:
      retryAfterOf(headers["retry-after"], answer.now ?? Date.now()) ??
      durationOf(details.retryInfo?.retry_delay),
    ...(answer.cause === undefined ? {} : { cause: answer.cause }),
  };
}

function fullMessage(said: string, facts: ApiErrorInit, hint: string | undefined): string {
  const code = facts.errorCode === "" ? "" : ` ${facts.errorCode}`;
  const id = facts.requestId === undefined ? "" : `, request id ${facts.requestId}`;
  const request = `(${facts.method} ${facts.path}: ${facts.status}${code}${id})`;
  return [redactText(said), request, hint ?? ""].filter((part) => part !== "").join(" ");
}
