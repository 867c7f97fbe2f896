import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { createClock, manualClock } from "./index.js";

const start = Date.UTC(2026, 0, 1);

beforeEach(() => {
  vi.useFakeTimers({ now: start });
});
afterEach(() => {
  vi.useRealTimers();
});

describe("a manual clock", () => {
  it("stands until it is advanced, and runs what falls due in the order of its times", () => {
    const clock = manualClock(1000);
    const seen: string[] = [];
    clock.schedule(20, () => seen.push(`b at ${clock.now()}`));
    clock.alarm(10, () => seen.push(`a at ${clock.now()}`));
    clock.schedule(20, () => seen.push(`c at ${clock.now()}`));
    vi.advanceTimersByTime(60_000);
    expect(seen).toEqual([]);
    clock.advance(15);
    expect(seen).toEqual(["a at 1010"]);
    clock.advance(100);
    expect(seen).toEqual(["a at 1010", "b at 1020", "c at 1020"]);
    expect(clock.now()).toBe(1115);
  });

  it("runs what scheduled work schedules within the same advance", () => {
    const clock = manualClock(0);
    const seen: number[] = [];
    const tick = (): void => {
      seen.push(clock.now());
      clock.schedule(10, tick);
    };
    clock.schedule(10, tick);
    clock.advance(35);
    expect(seen).toEqual([10, 20, 30]);
  });

  it("runs work for now as soon as the stack is empty, without being advanced", () => {
    const clock = manualClock(0);
    const work = vi.fn();
    clock.schedule(0, work);
    expect(work).not.toHaveBeenCalled();
    vi.advanceTimersByTime(0);
    expect(work).toHaveBeenCalledOnce();
  });

  it("does not run what was called off or dropped", () => {
    const clock = manualClock(0);
    const work = vi.fn();
    const cancel = clock.schedule(1, work);
    cancel();
    cancel();
    clock.alarm(2, work);
    clock.close();
    clock.advance(10);
    expect(work).not.toHaveBeenCalled();
  });

  it.each([-1, Number.NaN, Number.POSITIVE_INFINITY])("refuses to advance by %s", (amount) => {
    expect(() => manualClock().advance(amount)).toThrow(RangeError);
  });
});

describe("a real clock", () => {
  it("goes with the machine's, and can be put ahead", () => {
    const clock = createClock({ mode: "real" });
    const alarm = vi.fn();
    clock.alarm(90_000, alarm);
    clock.advance(60_000);
    vi.advanceTimersByTime(29_999);
    expect(alarm).not.toHaveBeenCalled();
    vi.advanceTimersByTime(1);
    expect(alarm).toHaveBeenCalledOnce();
    expect(clock.now()).toBe(start + 90_000);
  });

  it("waits longer than setTimeout can", () => {
    const clock = createClock({ mode: "real" });
    const alarm = vi.fn();
    const month = 31 * 86_400_000;
    clock.alarm(month, alarm);
    vi.advanceTimersByTime(month - 1);
    expect(alarm).not.toHaveBeenCalled();
    vi.advanceTimersByTime(1);
    expect(alarm).toHaveBeenCalledOnce();
  });
});

describe("a scaled clock", () => {
  it("goes faster by its factor", () => {
    const clock = createClock({ mode: "scaled", factor: 10 });
    const work = vi.fn();
    clock.schedule(5000, work);
    vi.advanceTimersByTime(499);
    expect(work).not.toHaveBeenCalled();
    vi.advanceTimersByTime(1);
    expect(work).toHaveBeenCalledOnce();
    expect(clock.now()).toBe(start + 5000);
  });

  it.each([0, -1, Number.NaN])("refuses the factor %s", (factor) => {
    expect(() => createClock({ mode: "scaled", factor })).toThrow("clock factor");
  });
});

describe("an instant clock", () => {
  it("jumps to scheduled work once a read that began after it was answered", () => {
    const clock = createClock();
    const work = vi.fn();
    const early = clock.beginRead();
    clock.schedule(5000, work);
    early("{}");
    vi.advanceTimersByTime(1);
    expect(work).not.toHaveBeenCalled();
    const answered = clock.beginRead();
    vi.advanceTimersByTime(1);
    expect(work).not.toHaveBeenCalled();
    answered("{}");
    vi.advanceTimersByTime(0);
    expect(work).toHaveBeenCalledOnce();
    expect(clock.now()).toBe(start + 5000);
  });

  it("jumps over an object's state once an answer mentioned the object, or after a second", () => {
    const clock = createClock();
    const [first, second] = [vi.fn(), vi.fn()];
    clock.schedule(5000, first, "c-1");
    clock.schedule(6000, second, "c-2");
    clock.beginRead()('{"clusters":["c-3"]}');
    vi.advanceTimersByTime(500);
    expect([first, second].map((work) => work.mock.calls.length)).toEqual([0, 0]);
    clock.beginRead()(new TextEncoder().encode('{"cluster_id":"c-1"}'));
    vi.advanceTimersByTime(0);
    expect([first, second].map((work) => work.mock.calls.length)).toEqual([1, 0]);
    vi.advanceTimersByTime(500);
    expect(second).toHaveBeenCalledOnce();
  });

  it("jumps after a while when nobody reads, one step after the other", () => {
    const clock = createClock();
    const seen: string[] = [];
    clock.schedule(5000, () => {
      seen.push("starting");
      clock.schedule(5000, () => seen.push("running"));
    });
    vi.advanceTimersByTime(199);
    expect(seen).toEqual([]);
    vi.advanceTimersByTime(1);
    expect(seen).toEqual(["starting"]);
    vi.advanceTimersByTime(200);
    expect(seen).toEqual(["starting", "running"]);
  });

  it("does not jump to alarms, and rings those that it passes, in order", () => {
    const clock = createClock();
    const seen: string[] = [];
    clock.alarm(60_000, () => seen.push("late"));
    clock.alarm(1000, () => seen.push("early"));
    vi.advanceTimersByTime(500);
    expect(seen).toEqual([]);
    clock.schedule(5000, () => seen.push("work"));
    vi.advanceTimersByTime(200);
    expect(seen).toEqual(["early", "work"]);
    vi.advanceTimersByTime(60_000 - 700);
    expect(seen).toEqual(["early", "work", "late"]);
  });

  it("stands after a jump until the machine's clock has caught up", () => {
    const clock = createClock();
    clock.schedule(5000, () => {});
    vi.advanceTimersByTime(200);
    expect(clock.now()).toBe(start + 5000);
    vi.advanceTimersByTime(4000);
    expect(clock.now()).toBe(start + 5000);
    vi.advanceTimersByTime(2000);
    expect(clock.now()).toBe(start + 6200);
  });

  it("can be advanced by hand, which rings alarms", () => {
    const clock = createClock();
    const alarm = vi.fn();
    clock.alarm(60_000, alarm);
    clock.advance(61_000);
    expect(alarm).toHaveBeenCalledOnce();
    vi.advanceTimersByTime(1000);
    expect(clock.now()).toBe(start + 62_000);
  });
});

describe("work that throws", () => {
  it("is reported and does not stop the clock", () => {
    const errors: unknown[] = [];
    const clock = createClock({ mode: "manual", onError: (error) => errors.push(error) });
    const after = vi.fn();
    const failure = new Error("no");
    clock.schedule(1, () => {
      throw failure;
    });
    clock.schedule(2, after);
    clock.advance(5);
    expect(errors).toEqual([failure]);
    expect(after).toHaveBeenCalledOnce();
  });
});
