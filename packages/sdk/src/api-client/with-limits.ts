import { InvalidRequestError } from "../errors/index.js";
import { callTimedOut, type CallRetry, type Progress } from "../http/index.js";
import { builtin, type Clock, combineSignals } from "../internal/index.js";
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
  const deadline = started + timeout;
  const progress: Progress = { started, deadline, attempts: 0, responded: false };
  const reason = (): unknown => callTimedOut(progress, clock.now());
  const combined = combineSignals({
    signals: [signal],
    timeout: { clock, milliseconds: timeout, reason },
  });
  return runUntil({ progress, retry, signal: combined.signal }, run, combined.dispose);
}

/** One signal may stop any number of calls, which Node would warn of as a leak. */
function expectListeners(signal: AbortSignal): void {
  try {
    builtin("node:events")?.EventEmitter.setMaxListeners(0, signal);
  } catch {
    // Not Node's own kind of signal, as in some test environments: it has no such warning.
  }
}

async function runUntil<T>(
  context: CallContext,
  run: (context: CallContext) => Promise<T>,
  dispose: () => void,
): Promise<T> {
  let held = false;
  const hold = (stream: ReadableStream<Uint8Array>): ReadableStream<Uint8Array> => {
    held = true;
    return whenRead(stream, dispose);
  };
  try {
    return await run({ ...context, hold });
  } finally {
    if (!held) dispose();
  }
}

function badTimeout(timeout: number): InvalidRequestError {
  const message = `the option timeout is ${timeout}: give milliseconds, 0 or more`;
  return new InvalidRequestError(message, { field: "timeout" });
}

/** The same stream, and a call when it has ended, whichever way. */
function whenRead(
  stream: ReadableStream<Uint8Array>,
  ended: () => void,
): ReadableStream<Uint8Array> {
  const reader = stream.getReader();
  return new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        try {
          const { done, value } = await reader.read();
          if (!done) return controller.enqueue(value);
          ended();
          controller.close();
        } catch (error) {
          ended();
          controller.error(error);
        }
      },
      async cancel(reason) {
        ended();
        await reader.cancel(reason);
      },
    },
    { highWaterMark: 0 },
  );
}
