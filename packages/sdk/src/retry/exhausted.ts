import { DatabricksError, TimeoutError } from "../errors/index.js";
import type { Exhausted } from "./loop.js";

/**
 * The error of the last attempt, telling in its message how often and how long was tried. Nothing is
 * added to what was tried only once because no more was asked for.
 */
export function describeExhausted(exhausted: Exhausted, once: boolean): unknown {
  const { error, attempt, elapsed } = exhausted;
  if (once || !(error instanceof DatabricksError)) return error;
  const times = attempt === 1 ? "1 attempt" : `${attempt} attempts`;
  const message = `${error.message} (gave up after ${times} in ${seconds(elapsed)})`;
  if (error instanceof TimeoutError) {
    return new TimeoutError(message, { cause: error.cause, elapsed, attempts: attempt });
  }
  // The same object, so that its class, its stack and the caller's breakpoints stay what they are.
  error.message = message;
  return error;
}

function seconds(milliseconds: number): string {
  return `${Number((milliseconds / 1000).toFixed(1))} s`;
}
