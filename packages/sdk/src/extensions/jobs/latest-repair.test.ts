import { describe, expect, it } from "vitest";
import { latestRepair } from "./latest-repair.js";

describe("latestRepair", () => {
  it.each([
    [undefined, undefined],
    [[], undefined],
    [[{ type: "ORIGINAL", id: 1, start_time: 9 }], undefined],
    [[{ type: "ORIGINAL" }, { type: "REPAIR", id: 2, start_time: 5 }], 2],
    [
      [
        { type: "REPAIR", id: 4, start_time: 7 },
        { type: "REPAIR", id: 3, start_time: 5 },
      ],
      4,
    ],
    [
      [
        { type: "REPAIR", id: 1 },
        { type: "REPAIR", id: 2 },
      ],
      2,
    ],
    [[{ type: "REPAIR", id: 9_007_199_254_740_993n, start_time: 1n }], 9_007_199_254_740_993n],
  ])("%#", (history, id) => {
    expect(latestRepair(history)).toBe(id);
  });
});
