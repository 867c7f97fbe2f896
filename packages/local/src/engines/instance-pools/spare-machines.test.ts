import { describe, expect, it } from "vitest";
import type { PoolUse } from "./pool-use.js";
import { spareMachines } from "./spare-machines.js";

const use = (machines: number, takenAt: number, releasedAt?: number): PoolUse => ({
  poolId: "p",
  machines,
  pending: false,
  takenAt,
  releasedAt,
});

describe("machines that clusters gave back", () => {
  it.each<[string, PoolUse[], number, number]>([
    ["are idle for a while", [use(3, 0, 10)], 109, 3],
    ["are gone after it", [use(3, 0, 10)], 110, 0],
    ["are taken by others", [use(3, 0, 10), use(2, 20)], 30, 1],
    ["are taken, and given back again", [use(3, 0, 10), use(2, 20, 50)], 60, 3],
    [
      "are gone one by one: the oldest are taken first",
      [use(1, 0, 10), use(1, 0, 50), use(1, 60)],
      130,
      1,
    ],
    ["are no debt of whoever takes more", [use(1, 0, 10), use(5, 20), use(1, 0, 30)], 40, 1],
    ["are not taken after their time", [use(1, 0, 10), use(1, 120), use(1, 0, 125)], 130, 1],
    ["are none where none came back", [use(2, 0)], 1, 0],
  ])("%s", (_name, uses, now, count) => {
    expect(spareMachines(uses, 100, now)).toBe(count);
  });

  it("end at once where they may not be idle", () => {
    expect(spareMachines([use(3, 0, 10)], 0, 10)).toBe(0);
  });
});
