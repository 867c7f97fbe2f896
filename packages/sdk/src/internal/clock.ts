/** Time as the SDK sees it: injected, so that no test sleeps and servers can scale it. */
export interface Clock {
  /** Milliseconds since the Unix epoch. */
  now(): number;
  /** Resolves after `milliseconds`, or rejects with the signal's reason as soon as it aborts. */
  sleep(milliseconds: number, signal?: AbortSignal): Promise<void>;
}

/** A source of numbers in [0, 1), by default `Math.random`. */
export type Random = () => number;

/** What timers can hold; they end at once when asked for more. */
const longestTimer = 2 ** 31 - 1;

/** The machine's own clock. */
export const systemClock: Clock = {
  now: () => Date.now(),
  sleep: (milliseconds, signal) =>
    new Promise((resolve, reject) => {
      if (signal?.aborted) {
        reject(signal.reason as Error);
        return;
      }
      let timer: ReturnType<typeof setTimeout>;
      let left = milliseconds;
      const onAbort = (): void => {
        clearTimeout(timer);
        reject(signal?.reason as Error);
      };
      const next = (): void => {
        const step = Math.min(left, longestTimer);
        left -= step;
        timer = setTimeout(left > 0 ? next : done, step);
      };
      const done = (): void => {
        signal?.removeEventListener("abort", onAbort);
        resolve();
      };
      signal?.addEventListener("abort", onAbort, { once: true });
      next();
    }),
};
