import type { ServiceClient } from "../api-client/index.js";
import { InvalidRequestError, requireOptions, TimeoutError } from "../errors/index.js";
import { combineSignals } from "../internal/index.js";
import type { DbutilsOptions } from "./options.js";

/**
 * Runs what takes several requests within one time limit: `run` is to stop when its signal aborts.
 * Rejects with the reason of the caller's signal, or a {@link TimeoutError} when the time is up.
 */
export async function withLimits<T>(
  method: string,
  { runtime: { clock } }: Pick<ServiceClient, "runtime">,
  options: DbutilsOptions,
  run: (signal: AbortSignal | undefined) => Promise<T>,
): Promise<T> {
  requireOptions(`dbutils.${method}`, options);
  const { signal: own, timeout: milliseconds } = options;
  if (milliseconds !== undefined && !(milliseconds >= 0)) {
    const message = `the option timeout is ${milliseconds}: give milliseconds, 0 or more`;
    throw new InvalidRequestError(message, { field: "timeout" });
  }
  const started = clock.now();
  const reason = (): TimeoutError =>
    new TimeoutError(`dbutils.${method} took longer than ${milliseconds} ms`, {
      elapsed: clock.now() - started,
      attempts: 1,
    });
  const timeout = milliseconds === undefined ? {} : { timeout: { clock, milliseconds, reason } };
  const { signal, dispose } = combineSignals({ signals: [own], ...timeout });
  try {
    signal?.throwIfAborted();
    return await run(signal);
  } finally {
    dispose();
  }
}
