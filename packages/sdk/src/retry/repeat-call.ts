import {
  callTimedOut,
  type CallRequest,
  type Channels,
  isReplayable,
  type Next,
  type Reply,
} from "../http/index.js";
import { isRetriable } from "./decision.js";
import { describeExhausted } from "./exhausted.js";
import { repeat, type Retry } from "./loop.js";
import type { RetryStepOptions } from "./step.js";
import { delayAfter } from "./timing.js";

/** What became of the first attempt of a call. */
export interface FirstAttempt extends RetryStepOptions {
  /** Milliseconds since the Unix epoch. */
  readonly started: number;
  /** What it failed with. */
  readonly error: unknown;
}

/** Goes on with a call whose first attempt failed, as far as that makes sense. */
export function repeatCall(
  request: CallRequest,
  next: Next,
  { error: first, started, retry, clock, random, channels }: FirstAttempt,
): Promise<Reply> {
  const { progress, signal, retry: own } = request;
  const maxAttempts = Math.min(own?.maxAttempts ?? Infinity, retry.maxAttempts);
  const task = (attempt: number): Promise<Reply> => {
    if (attempt === 1) return Promise.reject(first as Error);
    progress.attempts = attempt;
    return next(request);
  };
  return repeat(task, {
    clock,
    signal,
    started,
    maxAttempts,
    timeout: Math.min(own?.timeout ?? Infinity, retry.timeout),
    isRetriable: (error) => isRepeatable(request, error),
    delayAfter: (attempt, error) => delayAfter(attempt, error, random),
    onRetry(event) {
      const { deadline = Infinity } = progress;
      if (clock.now() + event.delay > deadline) throw callTimedOut(progress, clock.now());
      announce(channels, request, event);
    },
    onExhausted: (end) => describeExhausted(end, maxAttempts === 1),
  });
}

function isRepeatable({ method, body, progress }: CallRequest, error: unknown): boolean {
  progress.lastError = error;
  const { responded } = progress;
  return isRetriable({ error, method, responded, replayable: isReplayable(body) });
}

function announce(channels: Channels | undefined, request: CallRequest, event: Retry): void {
  if (!channels?.retry.hasSubscribers) return;
  const path = request.url.split("?", 1)[0] ?? "";
  channels.retry.publish({ method: request.method, path, ...event });
}
