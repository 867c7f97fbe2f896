import { ApiError } from "../errors/index.js";
import type { Random } from "../internal/index.js";

const second = 1000;
const longest = 10;

/**
 * Milliseconds to wait after the `attempt`th attempt failed: what the service asks for; else 1 s
 * if it is busy (429, 503), or 1 s more each time, up to 10 s. Plus up to 1 s at random, so that
 * clients that failed together do not come back together.
 */
export function delayAfter(attempt: number, error: unknown, random: Random): number {
  return baseAfter(attempt, error) + random() * second;
}

function baseAfter(attempt: number, error: unknown): number {
  if (error instanceof ApiError) {
    if (error.retryAfter !== undefined) return error.retryAfter;
    if (error.status === 429 || error.status === 503) return second;
  }
  return Math.min(longest, attempt) * second;
}
