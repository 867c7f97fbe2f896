import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { mapConcurrently } from "./map-concurrently.js";

const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

describe("mapConcurrently", () => {
  it("keeps the order and the limit, whoever comes first", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.nat(3)),
        fc.integer({ min: 1, max: 9 }),
        async (turns, atOnce) => {
          let [running, most] = [0, 0];
          const results = await mapConcurrently(
            [...turns.entries()],
            atOnce,
            async ([index, count]) => {
              most = Math.max(most, ++running);
              for (let i = 0; i < count; i++) await turn();
              running--;
              return index;
            },
          );
          expect(results).toEqual(turns.map((_, index) => index));
          expect(most).toBe(Math.min(most, atOnce));
          expect(most > 0).toBe(turns.length > 0);
        },
      ),
      { numRuns: 30 },
    );
  });

  it("begins no other when one fails", async () => {
    const begun: number[] = [];
    const run = mapConcurrently([0, 1, 2, 3, 4, 5], 2, async (item) => {
      begun.push(item);
      await turn();
      if (item === 1) throw new Error("one");
      await turn();
    });
    await expect(run).rejects.toThrow("one");
    for (let i = 0; i < 5; i++) await turn();
    expect(begun).toEqual([0, 1]);
  });

  it("tells of the first failure at once, and throws it when nothing is under way", async () => {
    const told: unknown[] = [];
    let isOver = false;
    const own = new AbortController();
    const stop = (error: unknown): void => {
      told.push(error);
      own.abort(error);
    };
    const work = async (item: string): Promise<void> => {
      await turn();
      if (item === "bad") throw new Error("first");
      while (!own.signal.aborted) await turn();
      await turn();
      isOver = true;
      throw new Error("second");
    };
    await expect(mapConcurrently(["good", "bad"], 2, work, stop)).rejects.toThrow("first");
    expect(isOver).toBe(true);
    expect(told).toEqual([new Error("first")]);
  });
});
