import { type Clock, lazy } from "../../internal/index.js";
import type { Step } from "../pipeline.js";
import type { RateLimiter } from "../rate-limiter.js";

const limiting = lazy(() => import("../rate-limiter.js"));

/**
 * Delays attempts so that all clients of one origin together send no more than `perSecond`. Stands
 * behind the retry step, because the service counts repeated requests, too.
 */
export function rateLimit(perSecond: number, clock: Clock): Step {
  const limiters = new Map<string, RateLimiter>();
  return {
    name: "rate-limit",
    async send(request, next) {
      const { origin } = new URL(request.url);
      const { sharedLimiter } = await limiting();
      const limiter = limiters.get(origin) ?? sharedLimiter(origin, perSecond);
      limiters.set(origin, limiter);
      await limiter.take(clock, request.signal);
      return next(request);
    },
  };
}
