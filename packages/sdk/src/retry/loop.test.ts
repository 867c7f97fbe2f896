import { describe, expect, it } from "vitest";
import type { Clock } from "../internal/index.js";
import { type Exhausted, repeat, type Retry, type RetryPlan } from "./loop.js";

/** Fails so many times, then resolves to the attempt's number. Sleeps pass at once. */
function failing(times: number, limits: Partial<RetryPlan> = {}) {
  const slept: number[] = [];
  const errors: Error[] = [];
  let now = 0;
  const clock: Clock = {
    now: () => now,
    async sleep(milliseconds, signal) {
      signal?.throwIfAborted();
      slept.push(milliseconds);
      now += milliseconds;
    },
  };
  const task = async (attempt: number): Promise<number> => {
    if (attempt > times) return attempt;
    errors.push(new Error(`attempt ${attempt}`));
    throw errors.at(-1);
  };
  const run = (): Promise<number> =>
    repeat(task, {
      isRetriable: () => true,
      delayAfter: () => 1000,
      maxAttempts: Infinity,
      timeout: Infinity,
      clock,
      ...limits,
    });
  return { run, slept, errors };
}

describe("repeat", () => {
  it("repeats until the task succeeds", async () => {
    const { run, slept } = failing(3);
    expect(await run()).toBe(4);
    expect(slept).toEqual([1000, 1000, 1000]);
  });

  it("throws at once what makes no sense to repeat", async () => {
    const { run, slept } = failing(3, { isRetriable: (error) => !/2/.test(String(error)) });
    await expect(run()).rejects.toThrow("attempt 2");
    expect(slept).toHaveLength(1);
  });

  it("throws the last error when the attempts are used up", async () => {
    const { run, slept } = failing(9, { maxAttempts: 3 });
    await expect(run()).rejects.toThrow("attempt 3");
    expect(slept).toHaveLength(2);
  });

  it("does not begin a wait that would pass the limit", async () => {
    const { run, slept } = failing(9, { timeout: 2500 });
    await expect(run()).rejects.toThrow("attempt 3");
    expect(slept).toEqual([1000, 1000]);
    const exact = failing(9, { timeout: 2000 });
    await expect(exact.run()).rejects.toThrow("attempt 3");
  });

  it("tells what it does", async () => {
    const retries: Retry[] = [];
    const ends: Exhausted[] = [];
    const { run, errors } = failing(9, {
      maxAttempts: 2,
      onRetry: (retry) => retries.push(retry),
      onExhausted: (end) => {
        ends.push(end);
        return new Error("worded");
      },
    });
    await expect(run()).rejects.toThrow("worded");
    expect(retries).toEqual([{ attempt: 1, error: errors[0], delay: 1000 }]);
    expect(ends).toEqual([{ attempt: 2, error: errors[1], delay: 1000, elapsed: 1000 }]);
  });

  it("rejects with the signal's reason, during an attempt and during a wait", async () => {
    const reason = new Error("enough");
    const during = new AbortController();
    const { run, slept } = failing(9, {
      signal: during.signal,
      isRetriable: () => true,
      delayAfter: (attempt) => {
        if (attempt === 2) during.abort(reason);
        return 1000;
      },
    });
    await expect(run()).rejects.toBe(reason);
    expect(slept).toEqual([1000]);
    await expect(failing(1, { signal: AbortSignal.abort(reason) }).run()).rejects.toBe(reason);
  });
});
