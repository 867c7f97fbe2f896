import type { CallOptions, ServiceClient, StorageRequest } from "../../../api-client/index.js";
import { ApiError } from "../../../errors/index.js";
import type { HttpBody, HttpMethod, HttpResponse } from "../../../http/index.js";
import { delayAfter, isRetriable, repeat, type RetryOptions } from "../../../retry/index.js";
import { storageFailure } from "./storage-failure.js";
import type { StorageUrl } from "./storage-url.js";

/** What all calls to storage of one transfer have in common. */
export interface StorageContext {
  readonly api: ServiceClient;
  /** The file's path, for errors. */
  readonly path: string;
  readonly signal: AbortSignal;
  /** Milliseconds without a byte after which an attempt fails; 0: never. */
  readonly stallTimeout: number;
  /** What the transfer's caller says of retries. */
  readonly retry: CallOptions["retry"] | undefined;
  /** Sends one request: to a presigned address, or with credentials to the storage proxy. */
  send(request: StorageRequest, signal: AbortSignal): Promise<HttpResponse>;
}

/** One call to storage. */
export interface StorageCall {
  readonly method: HttpMethod;
  readonly target: StorageUrl;
  /** Beside those of the address; lower-case names. */
  readonly headers?: Readonly<Record<string, string>>;
  /** Makes the body, from its beginning, for each attempt. */
  readonly body?: () => HttpBody | Promise<HttpBody>;
  /** Attempts at most. Default: 3. */
  readonly maxAttempts?: number;
}

const attemptsOfOne = 3;
const passing = new Set([408, 429, 502, 503, 504]);

/** Whether a call to storage that failed in this way may succeed when it is made again. */
export function isPassing(error: unknown): boolean {
  if (error instanceof ApiError) return passing.has(error.status);
  return isRetriable({ error, method: "PUT", replayable: true, responded: false });
}

/** What the client's and the call's settings allow: attempts in all, and milliseconds for them. */
export function storageLimits({ api, retry }: StorageContext): Required<RetryOptions> {
  const own = retry === false ? { maxAttempts: 1 } : retry;
  const seconds = api.config.retryTimeoutSeconds;
  return {
    maxAttempts: own?.maxAttempts ?? Infinity,
    timeout: Math.min(own?.timeout ?? Infinity, seconds < 0 ? Infinity : seconds * 1000),
  };
}

/**
 * Calls storage, up to three times while it is busy or can't be reached, within the client's retry
 * timeout; a wait that storage asks for is kept. Resolves to an answer below 400.
 * Throws `UrlExpired` when a new address is needed, the {@link ApiError} that any other answer
 * stands for, and what the transport throws.
 */
export function callStorage(context: StorageContext, call: StorageCall): Promise<HttpResponse> {
  const { clock, random } = context.api.runtime;
  const { maxAttempts, timeout } = storageLimits(context);
  return repeat((attempt) => attemptOnce(context, call, attempt), {
    clock,
    signal: context.signal,
    maxAttempts: Math.min(maxAttempts, call.maxAttempts ?? attemptsOfOne),
    timeout,
    isRetriable: isPassing,
    delayAfter: (attempt, error) => delayAfter(attempt, error, random),
  });
}

async function attemptOnce(
  context: StorageContext,
  { method, target, headers, body }: StorageCall,
  attempts: number,
): Promise<HttpResponse> {
  const { api, path, signal, stallTimeout } = context;
  const response = await context.send(
    {
      method,
      url: target.url,
      headers: { ...target.headers, ...headers },
      body: await body?.(),
      stallTimeout,
    },
    signal,
  );
  if (response.status < 400) return response;
  const now = api.runtime.clock.now();
  throw await storageFailure(response, { method, path, attempts, now });
}
