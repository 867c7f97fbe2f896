import type { Clock } from "../internal/index.js";

/** How a failing task is repeated. Knows nothing of HTTP. */
export interface RetryPlan {
  /** Whether it makes sense to repeat what failed with this error. */
  readonly isRetriable: (error: unknown) => boolean;
  /** Milliseconds to wait after the `attempt`th attempt. */
  readonly delayAfter: (attempt: number, error: unknown) => number;
  /** Attempts in all. */
  readonly maxAttempts: number;
  /** Milliseconds since the beginning after which no further attempt starts. */
  readonly timeout: number;
  readonly clock: Clock;
  /** When the first attempt began, in the clock's milliseconds. Default: now. */
  readonly started?: number;
  readonly signal?: AbortSignal | undefined;
  /** Called before each wait. */
  readonly onRetry?: ((retry: Retry) => void) | undefined;
  /** Makes the error to throw when the limits allow no further attempt. */
  readonly onExhausted?: ((exhausted: Exhausted) => unknown) | undefined;
}

/** An attempt that failed and is repeated. */
export interface Retry {
  readonly attempt: number;
  readonly error: unknown;
  /** Milliseconds until the next attempt. */
  readonly delay: number;
}

/** The end of a task that could have been repeated, had the limits allowed it. */
export interface Exhausted extends Retry {
  /** Milliseconds since the beginning. */
  readonly elapsed: number;
}

/**
 * Runs a task until it succeeds, fails for good, or the plan's limits are reached. The time limit is
 * measured before each wait: one that would pass it is not begun. The error thrown is always that of
 * the last attempt, or the signal's reason.
 */
export async function repeat<T>(
  task: (attempt: number) => Promise<T>,
  plan: RetryPlan,
): Promise<T> {
  const { clock, signal, started = clock.now() } = plan;
  for (let attempt = 1; ; attempt++) {
    try {
      return await task(attempt);
    } catch (error) {
      if (signal?.aborted) throw signal.reason;
      if (!plan.isRetriable(error)) throw error;
      const delay = plan.delayAfter(attempt, error);
      const elapsed = clock.now() - started;
      if (attempt >= plan.maxAttempts || elapsed + delay > plan.timeout) {
        throw plan.onExhausted?.({ attempt, error, delay, elapsed }) ?? error;
      }
      plan.onRetry?.({ attempt, error, delay });
      await clock.sleep(delay, signal);
    }
  }
}
