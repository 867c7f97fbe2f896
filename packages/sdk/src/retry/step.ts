import type { CallRequest, Channels, Next, Reply, Step } from "../http/index.js";
import { type Clock, lazy, type Random } from "../internal/index.js";
import type { RetryOptions } from "./options.js";
import type { FirstAttempt } from "./repeat-call.js";

/** What {@link retryStep} needs beside the call. */
export interface RetryStepOptions {
  /** The client's settings; what a call says of its own can only narrow them. */
  readonly retry: Required<RetryOptions>;
  readonly clock: Clock;
  readonly random: Random;
  /** Where waits are announced. */
  readonly channels?: Channels | undefined;
}

const repeating = lazy(() => import("./repeat-call.js"));

/** Repeats attempts that failed for a cause that passes, within the limits. */
export function retryStep(options: RetryStepOptions): Step {
  return {
    name: "retry",
    async send(request, next) {
      const started = options.clock.now();
      request.progress.attempts = 1;
      try {
        return await next(request);
      } catch (error) {
        return goOn(request, next, { ...options, started, error });
      }
    },
  };
}

async function goOn(request: CallRequest, next: Next, first: FirstAttempt): Promise<Reply> {
  const code = await Promise.resolve(repeating()).catch(() => undefined);
  // Code that can't be loaded, as by a browser without a network, must not hide the failure itself.
  if (code === undefined) throw first.error;
  return code.repeatCall(request, next, first);
}
