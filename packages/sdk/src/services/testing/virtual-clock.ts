import type { Clock } from "../../internal/index.js";

interface Sleeper {
  readonly at: number;
  readonly wake: () => void;
}

/**
 * Time that jumps to the next moment somebody waits for, once nothing else is left to do. Whatever
 * answers at once is never too late, and no test waits.
 */
export function virtualClock(): Clock {
  let now = Date.UTC(2026, 0, 1);
  let sleepers: Sleeper[] = [];
  const jump = (): void => {
    const [next, ...later] = sleepers.toSorted((a, b) => a.at - b.at);
    if (next === undefined) return;
    sleepers = later;
    now = next.at;
    next.wake();
    setImmediate(jump);
  };
  return {
    now: () => now,
    sleep: (milliseconds, signal) =>
      new Promise((resolve, reject) => {
        const sleeper = { at: now + milliseconds, wake: resolve };
        signal?.addEventListener("abort", () => {
          sleepers = sleepers.filter((other) => other !== sleeper);
          reject(signal.reason as Error);
        });
        sleepers.push(sleeper);
        if (sleepers.length === 1) setImmediate(jump);
      }),
  };
}
