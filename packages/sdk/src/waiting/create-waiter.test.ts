import { describe, expect, it } from "vitest";
import { NotFound, OperationFailed, OperationTimeout, TimeoutError } from "../errors/index.js";
import type { Clock } from "../internal/index.js";
import { createWaiter } from "./create-waiter.js";
import type { PollOptions } from "./polling.js";
import type { Waiting } from "./waiting.js";

interface Cluster {
  readonly state?: string;
  readonly detail?: { readonly message?: string };
}

const untilRunning: Waiting = {
  status: ["state"],
  message: ["detail", "message"],
  success: ["RUNNING"],
  failure: ["ERROR", "TERMINATED"],
  minutes: 20,
};

/** Polls through these states, then stays in the last one. A poll takes no time. */
function polled(states: readonly (Cluster | Error)[], waiting: Waiting = untilRunning) {
  const slept: number[] = [];
  const polls: PollOptions[] = [];
  let now = 0;
  const clock: Clock = {
    now: () => now,
    async sleep(milliseconds, signal) {
      signal?.throwIfAborted();
      slept.push(milliseconds);
      now += milliseconds;
    },
  };
  const waiter = createWaiter<Cluster, { readonly id: string }>({
    waiting,
    response: { id: "c1" },
    clock,
    random: () => 0.25,
    async poll(options) {
      polls.push(options);
      const state = states[Math.min(polls.length, states.length) - 1] ?? {};
      if (state instanceof Error) throw state;
      return state;
    },
  });
  return { waiter, slept, polls, elapse: (milliseconds: number) => void (now += milliseconds) };
}

const pending: Cluster = { state: "PENDING", detail: { message: "starting" } };

describe("createWaiter", () => {
  it("polls until a success state and waits a little longer each time, to 10 s", async () => {
    const states = [...Array.from({ length: 12 }, () => pending), { state: "RUNNING" }];
    const { waiter, slept } = polled(states);
    expect(waiter.response).toEqual({ id: "c1" });
    expect(await waiter.result()).toEqual({ state: "RUNNING" });
    const base = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 10, 10];
    expect(slept).toEqual(base.map((seconds) => seconds * 1000 + 250));
  });

  it("does not wait when the first value is final", async () => {
    const { waiter, slept } = polled([{ state: "RUNNING" }]);
    await waiter.result();
    expect(slept).toEqual([]);
  });

  it("takes the caller's interval as it is", async () => {
    const { waiter, slept } = polled([pending, pending, { state: "RUNNING" }]);
    await waiter.result({ pollInterval: 50 });
    expect(slept).toEqual([50, 50]);
  });

  it("shows every polled value, the last one included", async () => {
    const seen: (string | undefined)[] = [];
    const { waiter } = polled([pending, {}, { state: "RUNNING" }]);
    await waiter.result({ onProgress: ({ state }) => seen.push(state) });
    expect(seen).toEqual(["PENDING", undefined, "RUNNING"]);
  });

  it("throws in a failure state, with the value and the response", async () => {
    const failed: Cluster = { state: "ERROR", detail: { message: "no capacity" } };
    const error = await polled([pending, failed])
      .waiter.result()
      .catch((error: unknown) => error);
    expect(error).toBeInstanceOf(OperationFailed);
    expect(error).toMatchObject({
      message: "failed to reach RUNNING, got ERROR: no capacity",
      state: "ERROR",
      value: failed,
      response: { id: "c1" },
    });
  });

  it("words a failure without a message, and several goals", async () => {
    const waiting: Waiting = { ...untilRunning, success: ["RUNNING", "RESIZING"] };
    const { waiter } = polled([{ state: "TERMINATED" }], waiting);
    await expect(waiter.result()).rejects.toThrow(
      /^failed to reach RUNNING or RESIZING, got TERMINATED$/,
    );
  });

  it("returns a failure state when asked not to throw", async () => {
    const { waiter } = polled([{ state: "ERROR" }]);
    expect(await waiter.result({ throwOnFailure: false })).toEqual({ state: "ERROR" });
  });

  it("gives up after the operation's own limit, with the last value", async () => {
    const { waiter, slept, polls } = polled([pending]);
    const error = await waiter.result().catch((error: unknown) => error);
    expect(error).toBeInstanceOf(OperationTimeout);
    expect(error).toMatchObject({
      message: "RUNNING was not reached within 1200 s: the last state was PENDING (starting)",
      lastValue: pending,
      elapsed: 1_200_000,
      attempts: polls.length,
    });
    expect(slept.reduce((sum, milliseconds) => sum + milliseconds, 0)).toBe(1_200_000);
  });

  it("polls once more when the time is up", async () => {
    const { waiter, slept } = polled([pending, pending, { state: "RUNNING" }]);
    expect(await waiter.result({ timeout: 3000 })).toEqual({ state: "RUNNING" });
    expect(slept).toEqual([1250, 1750]);
  });

  it("tells each poll how much time is left", async () => {
    const { waiter, polls } = polled([pending, pending, { state: "RUNNING" }]);
    const { signal } = new AbortController();
    await waiter.result({ timeout: 10_000, signal });
    expect(polls).toEqual([
      { timeout: 10_000, signal },
      { timeout: 8750, signal },
      { timeout: 6500, signal },
    ]);
  });

  it("has no limit when asked for none", async () => {
    const states = [...Array.from({ length: 500 }, () => pending), { state: "RUNNING" }];
    const { waiter, polls } = polled(states);
    await waiter.result({ timeout: Infinity });
    expect(polls).toHaveLength(501);
    expect(polls[0]).toEqual({});
  });

  it("turns a poll that the limit cut short into its own timeout", async () => {
    const cut = new TimeoutError("too slow", { elapsed: 5000, attempts: 1 });
    const { waiter, elapse } = polled([pending, cut]);
    const result = waiter.result({ timeout: 5000, onProgress: () => elapse(5000) });
    await expect(result).rejects.toMatchObject({ name: "OperationTimeout", lastValue: pending });
  });

  it("ends with the error of a poll", async () => {
    const gone = new NotFound("gone", {
      status: 404,
      errorCode: "",
      details: {} as never,
      method: "GET",
      path: "/",
      attempts: 1,
    });
    await expect(polled([pending, gone]).waiter.result()).rejects.toBe(gone);
  });

  it("stops at once when the caller aborts, before a poll and between polls", async () => {
    const reason = new Error("enough");
    const { waiter, polls } = polled([pending]);
    await expect(waiter.result({ signal: AbortSignal.abort(reason) })).rejects.toBe(reason);
    expect(polls).toEqual([]);
    const controller = new AbortController();
    const onProgress = (): void => controller.abort(reason);
    await expect(waiter.result({ signal: controller.signal, onProgress })).rejects.toBe(reason);
    expect(polls).toHaveLength(1);
  });

  it("yields each state to whoever iterates, failure states and long waits included", async () => {
    const long = Array.from({ length: 300 }, () => pending);
    const seen: Cluster[] = [];
    for await (const value of polled([...long, { state: "ERROR" }]).waiter) seen.push(value);
    expect(seen).toHaveLength(301);
    expect(seen.at(-1)).toEqual({ state: "ERROR" });
  });

  it("stops polling when the iteration is left", async () => {
    const { waiter, polls } = polled([pending]);
    for await (const value of waiter) if (value.state === "PENDING") break;
    expect(polls).toHaveLength(1);
  });
});
