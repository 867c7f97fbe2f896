import {
  callTimedOut,
  type CallRequest,
  type Channels,
  isReplayable,
  type Step,
} from "../http/index.js";
import type { Clock, Random } from "../internal/index.js";
import { isRetriable } from "./decision.js";
import { describeExhausted } from "./exhausted.js";
import { repeat, type Retry } from "./loop.js";
import type { RetryOptions } from "./options.js";
import { delayAfter } from "./timing.js";

/** What {@link retryStep} needs beside the call. */
export interface RetryStepOptions {
  /** The client's settings; what a call says of its own can only narrow them. */
  readonly retry: Required<RetryOptions>;
  readonly clock: Clock;
  readonly random: Random;
  /** Where waits are announced. */
  readonly channels?: Channels | undefined;
}

/** Repeats attempts that failed for a cause that passes, within the limits. */
export function retryStep({ retry, clock, random, channels }: RetryStepOptions): Step {
  return {
    name: "retry",
    send(request, next) {
      const { progress, signal, retry: own } = request;
      const maxAttempts = Math.min(own?.maxAttempts ?? Infinity, retry.maxAttempts);
      const task = (attempt: number): ReturnType<typeof next> => {
        progress.attempts = attempt;
        return next(request);
      };
      return repeat(task, {
        clock,
        signal,
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
    },
  };
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
