import { InvalidRequestError } from "../errors/index.js";
import type { CallRetry, Progress } from "../http/index.js";
import { builtin, type Clock, lazy } from "../internal/index.js";
import type { CallOptions } from "./service-client.js";

/** What all parts of one call share. */
export interface CallContext {
  readonly progress: Progress;
  /** Aborts when the caller says so, and when the call's time is over. */
  readonly signal: AbortSignal | undefined;
  readonly retry: CallRetry | undefined;
  /** Makes the time limit hold until a stream is read; absent without a limit. */
  readonly hold?: (stream: ReadableStream<Uint8Array>) => ReadableStream<Uint8Array>;
}

/** What a timer can count; a longer limit is none. */
const longestTimer = 2 ** 31 - 1;

const once: CallRetry = { maxAttempts: 1 };

const deadlines = lazy(() => import("./with-deadline.js"));

/**
 * Runs a call within the limits of its options: the caller's signal, and the time that it may take
 * from the first connection to the last byte, all attempts included.
 */
export function withLimits<T>(
  options: CallOptions,
  clock: Clock,
  run: (context: CallContext) => Promise<T>,
): Promise<T> {
  const { signal, timeout } = options;
  if (signal !== undefined) expectListeners(signal);
  const started = clock.now();
  const retry = options.retry === false ? once : options.retry;
  if (timeout !== undefined && !(timeout >= 0)) return Promise.reject(badTimeout(timeout));
  if (timeout === undefined || timeout > longestTimer) {
    const progress: Progress = { started, attempts: 0, responded: false };
    return run({ progress, signal, retry });
  }
  const progress = { started, deadline: started + timeout, attempts: 0, responded: false };
  return runWithDeadline({ progress, signal, retry }, clock, run);
}

async function runWithDeadline<T>(
  context: CallContext,
  clock: Clock,
  run: (context: CallContext) => Promise<T>,
): Promise<T> {
  const { withDeadline } = await deadlines();
  return withDeadline(context, clock, run);
}

/** One signal may stop any number of calls, which Node would warn of as a leak. */
function expectListeners(signal: AbortSignal): void {
  try {
    builtin("node:events")?.EventEmitter.setMaxListeners(0, signal);
  } catch {
    // Not Node's own kind of signal, as in some test environments: it has no such warning.
  }
}

function badTimeout(timeout: number): InvalidRequestError {
  return new InvalidRequestError(`the option timeout is ${timeout}: give milliseconds, 0 or more`, {
    field: "timeout",
  });
}
