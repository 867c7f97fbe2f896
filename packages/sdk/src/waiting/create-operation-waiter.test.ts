import { describe, expect, it } from "vitest";
import { InvalidResponseError, OperationFailed, OperationTimeout } from "../errors/index.js";
import type { Clock } from "../internal/index.js";
import { createOperationWaiter } from "./create-operation-waiter.js";

interface Operation {
  readonly name: string;
  readonly done?: boolean;
  readonly error?: { readonly error_code?: string; readonly message?: string };
  readonly response?: { readonly id: string };
}

const running: Operation = { name: "operations/1" };

function started(states: readonly Operation[], response: Operation = running, empty = false) {
  let polls = 0;
  let now = 0;
  const clock: Clock = {
    now: () => now,
    async sleep(milliseconds) {
      now += milliseconds;
    },
  };
  const waiter = createOperationWaiter<{ readonly id: string } | undefined, Operation>({
    response,
    empty,
    clock,
    random: () => 0,
    async poll() {
      polls++;
      return states[Math.min(polls, states.length) - 1] ?? running;
    },
  });
  return { waiter, polls: () => polls };
}

describe("createOperationWaiter", () => {
  it("polls until done and resolves to the response", async () => {
    const done = { ...running, done: true, response: { id: "x" } };
    const { waiter, polls } = started([running, { ...running, done: false }, done]);
    const seen: Operation[] = [];
    expect(await waiter.result({ onProgress: (state) => seen.push(state) })).toEqual({ id: "x" });
    expect(polls()).toBe(3);
    expect(seen.at(-1)).toBe(done);
  });

  it("does not poll an operation that is done from the start", async () => {
    const done = { ...running, done: true, response: { id: "x" } };
    const { waiter, polls } = started([], done);
    expect(await waiter.result()).toEqual({ id: "x" });
    const states: Operation[] = [];
    for await (const state of waiter) states.push(state);
    expect(states).toEqual([done]);
    expect(polls()).toBe(0);
  });

  it("throws the operation's error", async () => {
    const error = { error_code: "RESOURCE_EXHAUSTED", message: "no quota" };
    const failed = { ...running, done: true, error };
    const thrown = await started([failed])
      .waiter.result()
      .catch((error: unknown) => error);
    expect(thrown).toBeInstanceOf(OperationFailed);
    expect(thrown).toMatchObject({
      message: "the operation operations/1 failed with RESOURCE_EXHAUSTED: no quota",
      state: "RESOURCE_EXHAUSTED",
      value: failed,
      response: running,
    });
    const bare = started([{ ...running, done: true, error: {} }]).waiter.result();
    await expect(bare).rejects.toThrow("UNKNOWN: no reason was given");
  });

  it("resolves to nothing for a failure when asked not to throw", async () => {
    const { waiter } = started([{ ...running, done: true, error: { message: "no" } }]);
    expect(await waiter.result({ throwOnFailure: false })).toBeUndefined();
  });

  it("takes an end without a result only where there is none", async () => {
    const done = { ...running, done: true };
    await expect(started([done]).waiter.result()).rejects.toThrow(InvalidResponseError);
    expect(await started([done], running, true).waiter.result()).toBeUndefined();
  });

  it("waits for hours unless it is told a limit", async () => {
    const done = { ...running, done: true, response: { id: "x" } };
    const states = [...Array.from({ length: 2000 }, () => running), done];
    expect(await started(states).waiter.result()).toEqual({ id: "x" });
    const error = await started([running])
      .waiter.result({ timeout: 60_000 })
      .catch((error: unknown) => error);
    expect(error).toBeInstanceOf(OperationTimeout);
    expect(error).toMatchObject({
      message: "the operation operations/1 was not done within 60 s",
      lastValue: running,
    });
  });
});
