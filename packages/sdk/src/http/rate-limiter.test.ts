import { describe, expect, it } from "vitest";
import { RateLimiter, sharedLimiter } from "./rate-limiter.js";
import { rateLimit } from "./steps/rate-limit.js";
import { answering, callRequest } from "./testing/call-request.js";
import { FakeClock } from "./testing/fake-clock.js";

describe("RateLimiter", () => {
  it("lets a second's worth pass at once, then one at a time", async () => {
    const clock = new FakeClock(() => true);
    const limiter = new RateLimiter(4);
    const begun: number[] = [];
    const started = clock.now();
    const all = Array.from({ length: 7 }, async () => {
      await limiter.take(clock);
      begun.push(clock.now() - started);
    });
    for (let step = 0; step < 4; step++) {
      await new Promise((resolve) => setImmediate(resolve));
      clock.advance(250);
    }
    await Promise.all(all);
    expect(begun).toEqual([0, 0, 0, 0, 250, 500, 750]);
  });

  it("fills up again while nothing is sent, but no further than a second's worth", async () => {
    const clock = new FakeClock();
    const limiter = new RateLimiter(2);
    await limiter.take(clock);
    await limiter.take(clock);
    clock.advance(60_000);
    for (let count = 0; count < 3; count++) await limiter.take(clock);
    expect(clock.slept).toEqual([500]);
  });

  it("takes less than one a second", async () => {
    const clock = new FakeClock();
    const limiter = new RateLimiter(0.5);
    for (let count = 0; count < 3; count++) await limiter.take(clock);
    expect(clock.slept).toEqual([2000, 2000]);
  });

  it("gives a turn back when its caller aborts", async () => {
    const clock = new FakeClock(() => true);
    const limiter = new RateLimiter(1);
    await limiter.take(clock);
    const controller = new AbortController();
    const aborted = limiter.take(clock, controller.signal);
    controller.abort(new Error("enough"));
    await expect(aborted).rejects.toThrow("enough");
    clock.advance(1000);
    await limiter.take(clock);
  });
});

describe("sharedLimiter", () => {
  it("is one per origin, as slow as the slowest", async () => {
    const origin = `https://${Math.random()}.test`;
    const limiter = sharedLimiter(origin, 10);
    expect(sharedLimiter(origin, 1)).toBe(limiter);
    expect(sharedLimiter(`${origin}:8443`, 1)).not.toBe(limiter);
    const clock = new FakeClock();
    for (let count = 0; count < 3; count++) await limiter.take(clock);
    expect(clock.slept).toEqual([1000, 1000]);
  });

  it("holds for all clients of a host", async () => {
    const clock = new FakeClock();
    const url = `https://${Math.random()}.test/api`;
    const { next, sent } = answering([]);
    for (const step of [rateLimit(2, clock), rateLimit(2, clock)]) {
      await step.send(callRequest({ url }), next);
      await step.send(callRequest({ url }), next);
    }
    expect(sent).toHaveLength(4);
    expect(clock.slept).toEqual([500, 500]);
  });
});
