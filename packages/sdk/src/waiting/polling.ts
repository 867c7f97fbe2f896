import { TimeoutError } from "../errors/index.js";
import type { Clock, Random } from "../internal/index.js";

/** What every poll is given: the time that is left, and the caller's signal. */
export interface PollOptions {
  readonly signal?: AbortSignal;
  /** Milliseconds. */
  readonly timeout?: number;
}

/** How often and how long is polled. */
export interface PollingPlan {
  /** Milliseconds in all; `Infinity` for no limit. */
  readonly timeout: number;
  /** Milliseconds between polls; absent: growing, and random in part. */
  readonly interval?: number | undefined;
  readonly signal?: AbortSignal | undefined;
  readonly clock: Clock;
  readonly random: Random;
}

/** How far polling came when it ended without an end of what was polled. */
export interface PollingTimeout {
  /** Milliseconds since the beginning. */
  readonly elapsed: number;
  readonly attempts: number;
  /** The error of a poll that the time limit cut short. */
  readonly cause?: unknown;
}

const second = 1000;
const longest = 10;

/**
 * Polls until the caller has seen enough. When the time is up, one last poll has been made and
 * `onTimeout` makes the error. Errors of a poll end polling; retrying them is the poll's business.
 */
export async function* polling<S>(
  poll: (options: PollOptions) => Promise<S>,
  plan: PollingPlan,
  onTimeout: (end: PollingTimeout) => unknown,
): AsyncGenerator<S, never> {
  const { clock, signal, timeout } = plan;
  const started = clock.now();
  for (let attempts = 1; ; attempts++) {
    signal?.throwIfAborted();
    yield await attempt(poll, plan, started).catch((error: unknown) => {
      const elapsed = clock.now() - started;
      const isOurs = error instanceof TimeoutError && elapsed >= timeout;
      throw isOurs ? onTimeout({ elapsed, attempts, cause: error }) : error;
    });
    const elapsed = clock.now() - started;
    if (elapsed >= timeout) throw onTimeout({ elapsed, attempts });
    await clock.sleep(Math.min(delayAfter(attempts, plan), timeout - elapsed), signal);
  }
}

async function attempt<S>(
  poll: (options: PollOptions) => Promise<S>,
  { clock, signal, timeout }: PollingPlan,
  started: number,
): Promise<S> {
  // At least some time, so that a limit that is over still gets its last poll.
  const left = Math.max(second, timeout - (clock.now() - started));
  return poll({
    ...(signal === undefined ? undefined : { signal }),
    ...(left === Infinity ? undefined : { timeout: left }),
  });
}

function delayAfter(attempts: number, { interval, random }: PollingPlan): number {
  return interval ?? Math.min(longest, attempts) * second + random() * second;
}
