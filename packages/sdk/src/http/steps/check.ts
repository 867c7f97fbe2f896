import type { ApiError } from "../../errors/index.js";
import { lazy } from "../../internal/index.js";
import type { CallRequest, Reply, Step } from "../pipeline.js";

/** What {@link check} needs to know of the client. */
export interface CheckOptions {
  /** How the client is configured, without secrets: added to the message of a 401 or 403. */
  readonly describe: () => string;
  /** Milliseconds since the Unix epoch, to read a `Retry-After` date by. */
  readonly now: () => number;
}

const errors = lazy(() => import("../../errors/index.js"));

/** Turns every response that is no success into an `ApiError`. */
export function check(options: CheckOptions): Step {
  return {
    name: "check",
    async send(request, next) {
      const reply = await next(request);
      if (reply.status >= 200 && reply.status < 300) return reply;
      throw await toApiError(request, reply, options);
    },
  };
}

async function toApiError(
  request: CallRequest,
  reply: Reply,
  options: CheckOptions,
): Promise<ApiError> {
  const { apiErrorFrom } = await errors();
  const { status, statusText, headers, text, failure } = reply;
  return apiErrorFrom({
    status,
    statusText,
    headers,
    body: text,
    method: request.method,
    path: new URL(request.url).pathname,
    url: request.url,
    attempts: request.progress.attempts,
    now: options.now(),
    ...(failure === undefined ? undefined : { cause: failure }),
    ...(status === 401 || status === 403 ? { hint: options.describe() } : undefined),
  });
}
