import { describe, expect, it } from "vitest";
import { exactId, existingId } from "./exact-id.js";

describe("an id", () => {
  it("is a number that is written in digits and not rounded", () => {
    for (const id of [5, 5n, "5"]) expect(exactId(id)).toBe(5);
    expect(exactId("-1")).toBe(-1);
    expect(exactId(2n ** 53n - 1n)).toBe(2 ** 53 - 1);
    const none = ["", " 5", "5 ", "1e3", "0x5", "05", "+5", "5.0", "abc", "NaN", "-0", 1.5];
    for (const id of none) expect(exactId(id), `'${id}'`).toBeUndefined();
    expect(exactId(2n ** 53n + 1n)).toBeUndefined();
    expect(exactId("9007199254740993")).toBeUndefined();
  });

  it("is named as it came when there can be nothing that has it", () => {
    const missing = (id: unknown): Error => new Error(`Job ${id} does not exist.`);
    expect(existingId(7n, missing)).toBe(7);
    expect(() => existingId(9007199254740993n, missing)).toThrow("Job 9007199254740993 does not");
  });
});
