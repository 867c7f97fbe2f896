import type { Clock } from "../internal/index.js";

/**
 * A token bucket: after a second of rest, as many requests as the rate says start at once (at least
 * one); after that they start at the rate, in the order in which they came.
 */
export class RateLimiter {
  #perSecond: number;
  #tokens: number;
  #refilled: number | undefined;

  constructor(perSecond: number) {
    this.#perSecond = perSecond;
    this.#tokens = this.#capacity;
  }

  /** Slows down to a rate below the present one; a faster one is ignored. */
  limitTo(perSecond: number): void {
    this.#perSecond = Math.min(this.#perSecond, perSecond);
    this.#tokens = Math.min(this.#tokens, this.#capacity);
  }

  /** Resolves when a request may start. Rejects with the signal's reason, giving its turn back. */
  async take(clock: Clock, signal?: AbortSignal): Promise<void> {
    this.#refill(clock.now());
    this.#tokens -= 1;
    if (this.#tokens >= 0) return;
    try {
      await clock.sleep((-this.#tokens / this.#perSecond) * 1000, signal);
    } catch (error) {
      this.#tokens += 1;
      throw error;
    }
  }

  get #capacity(): number {
    return Math.max(1, this.#perSecond);
  }

  #refill(now: number): void {
    const elapsed = Math.max(0, now - (this.#refilled ?? now));
    this.#refilled = now;
    this.#tokens = Math.min(this.#capacity, this.#tokens + (elapsed / 1000) * this.#perSecond);
  }
}

const limiters = new Map<string, WeakRef<RateLimiter>>();

/**
 * The limiter that all clients of one origin share; the lowest of their rates holds. It lives as
 * long as one of them does.
 */
export function sharedLimiter(origin: string, perSecond: number): RateLimiter {
  const shared = limiters.get(origin)?.deref();
  if (shared !== undefined) {
    shared.limitTo(perSecond);
    return shared;
  }
  for (const [key, reference] of limiters) {
    if (reference.deref() === undefined) limiters.delete(key);
  }
  const limiter = new RateLimiter(perSecond);
  limiters.set(origin, new WeakRef(limiter));
  return limiter;
}
