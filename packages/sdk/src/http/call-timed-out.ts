import { TimeoutError } from "../errors/index.js";
import type { Progress } from "./pipeline.js";

/** The error for a call whose `timeout` is over: it tells the attempts, and the last one's error. */
export function callTimedOut(progress: Progress, now: number): TimeoutError {
  const { attempts, lastError, started, deadline = now } = progress;
  const limit = Number(((deadline - started) / 1000).toFixed(3));
  const sent = attempts === 1 ? "sent once" : `sent ${attempts} times`;
  return new TimeoutError(`the call did not end within its timeout of ${limit} s (${sent})`, {
    elapsed: now - started,
    attempts,
    ...(lastError === undefined ? undefined : { cause: lastError }),
  });
}
