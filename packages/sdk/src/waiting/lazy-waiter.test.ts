import { describe, expect, it } from "vitest";
import { lazyWaiter } from "./lazy-waiter.js";
import type { Waiter, WaitOptions } from "./waiter.js";

const states = ["PENDING", "RUNNING"];

function counting(): { readonly waiter: Waiter<string, number>; made(): number } {
  let made = 0;
  const waiter = lazyWaiter<string, number, string>(7, async () => {
    made++;
    return {
      response: 7,
      result: async (options?: WaitOptions<string>) => `after ${options?.timeout} ms`,
      async *[Symbol.asyncIterator]() {
        yield* states;
      },
    };
  });
  return { waiter, made: () => made };
}

describe("lazyWaiter", () => {
  it("makes nothing for who only reads the response", () => {
    const { waiter, made } = counting();
    expect(waiter.response).toBe(7);
    expect(made()).toBe(0);
  });

  it("hands options, the result and the states on", async () => {
    const { waiter } = counting();
    expect(await waiter.result({ timeout: 5 })).toBe("after 5 ms");
    const seen: string[] = [];
    for await (const state of waiter) seen.push(state);
    expect(seen).toEqual(states);
  });
});
