import { getEventListeners } from "node:events";
import { describe, expect, it, vi } from "vitest";
import { type Clock, combineSignals, systemClock } from "./index.js";

/** A clock whose sleeps end when told to. */
function manualClock(): Clock & { sleeping: number; wake(): Promise<void> } {
  const sleepers = new Set<() => void>();
  return {
    now: () => 0,
    get sleeping() {
      return sleepers.size;
    },
    async wake() {
      for (const wake of sleepers) wake();
      await Promise.resolve();
    },
    sleep: (_milliseconds, signal) =>
      new Promise((resolve, reject) => {
        const wake = (): void => {
          sleepers.delete(wake);
          resolve();
        };
        sleepers.add(wake);
        signal?.addEventListener("abort", () => {
          sleepers.delete(wake);
          reject(signal.reason as Error);
        });
      }),
  };
}

describe("combineSignals", () => {
  it("is nothing for nothing, and a lone signal itself", () => {
    const { signal } = new AbortController();
    expect(combineSignals({}).signal).toBeUndefined();
    expect(combineSignals({ signals: [undefined] }).signal).toBeUndefined();
    expect(combineSignals({ signals: [undefined, signal] }).signal).toBe(signal);
  });

  it("aborts with the reason of the first signal, and lets go of the others", () => {
    const [first, second] = [new AbortController(), new AbortController()];
    const combined = combineSignals({ signals: [first.signal, second.signal] });
    expect(combined.signal?.aborted).toBe(false);
    second.abort("enough");
    expect(combined.signal?.reason).toBe("enough");
    expect(getEventListeners(first.signal, "abort")).toHaveLength(0);
    expect(getEventListeners(second.signal, "abort")).toHaveLength(0);
  });

  it("is aborted from the start if a source is", () => {
    const clock = manualClock();
    const other = new AbortController();
    const timeout = { clock, milliseconds: 10, reason: () => "late" };
    const combined = combineSignals({ signals: [other.signal, AbortSignal.abort("was")], timeout });
    expect(combined.signal?.reason).toBe("was");
    expect(clock.sleeping).toBe(0);
    expect(getEventListeners(other.signal, "abort")).toHaveLength(0);
  });

  it("aborts with the given reason when the time is up", async () => {
    const clock = manualClock();
    const user = new AbortController();
    const reason = vi.fn(() => new Error("late"));
    const timeout = { clock, milliseconds: 10, reason };
    const combined = combineSignals({ signals: [user.signal], timeout });
    expect(reason).not.toHaveBeenCalled();
    await clock.wake();
    expect(combined.signal?.reason).toEqual(new Error("late"));
    expect(getEventListeners(user.signal, "abort")).toHaveLength(0);
  });

  it("leaves no timer and no listener behind when disposed", async () => {
    const clock = manualClock();
    const user = new AbortController();
    const timeout = { clock, milliseconds: 10, reason: () => "late" };
    const combined = combineSignals({ signals: [user.signal], timeout });
    expect(clock.sleeping).toBe(1);
    combined.dispose();
    combined.dispose();
    expect(clock.sleeping).toBe(0);
    expect(getEventListeners(user.signal, "abort")).toHaveLength(0);
    user.abort();
    await clock.wake();
    expect(combined.signal?.aborted).toBe(false);
  });

  it("stops the timer when a signal aborts first", () => {
    const clock = manualClock();
    const user = new AbortController();
    const timeout = { clock, milliseconds: 10, reason: () => "late" };
    combineSignals({ signals: [user.signal], timeout });
    user.abort();
    expect(clock.sleeping).toBe(0);
  });
});

describe("systemClock", () => {
  it("sleeps, also longer than a timer can", async () => {
    vi.useFakeTimers();
    try {
      const month = 30 * 24 * 60 * 60_000;
      let awake = false;
      const sleeping = systemClock.sleep(month).then(() => (awake = true));
      await vi.advanceTimersByTimeAsync(month - 1);
      expect(awake).toBe(false);
      await vi.advanceTimersByTimeAsync(1);
      await sleeping;
      expect(awake).toBe(true);
    } finally {
      vi.useRealTimers();
    }
  });

  it("wakes with the reason of the signal and leaves nothing behind", async () => {
    vi.useFakeTimers();
    try {
      const controller = new AbortController();
      const sleeping = systemClock.sleep(1000, controller.signal);
      controller.abort("stop");
      await expect(sleeping).rejects.toBe("stop");
      await expect(systemClock.sleep(1000, controller.signal)).rejects.toBe("stop");
      expect(vi.getTimerCount()).toBe(0);
      expect(getEventListeners(controller.signal, "abort")).toHaveLength(0);
    } finally {
      vi.useRealTimers();
    }
  });
});
