import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { selectBytes } from "./index.js";

describe("selectBytes", () => {
  const whole = { kind: "whole" };
  const none = { kind: "unsatisfiable" };
  const part = (start: number, end: number): object => ({ kind: "part", start, end });
  it.each([
    [undefined, 10, whole],
    ["", 10, whole],
    ["bytes=0-3", 10, part(0, 3)],
    ["bytes=3-", 10, part(3, 9)],
    ["bytes=9-9", 10, part(9, 9)],
    ["bytes=5-100", 10, part(5, 9)],
    ["bytes=-3", 10, part(7, 9)],
    ["bytes=-100", 10, part(0, 9)],
    ["Bytes=1-2", 10, part(1, 2)],
    ["bytes=10-", 10, none],
    ["bytes=10-20", 10, none],
    ["bytes=-0", 10, none],
    ["bytes=0-", 0, none],
    ["bytes=-5", 0, none],
    ["bytes=3-2", 10, whole],
    ["bytes=0-1,4-5", 10, whole],
    ["lines=0-1", 10, whole],
    ["bytes=-", 10, whole],
    ["bytes=a-b", 10, whole],
  ])("%s of %i bytes", (range, size, expected) => {
    expect(selectBytes(range, size)).toEqual(expected);
  });

  it("never leaves the file", () => {
    const limit = fc.option(fc.nat(50), { nil: "" });
    fc.assert(
      fc.property(limit, limit, fc.nat(50), (first, last, size) => {
        const selection = selectBytes(`bytes=${first}-${last}`, size);
        if (selection.kind !== "part") return;
        expect(selection.start).toBeGreaterThanOrEqual(0);
        expect(selection.end).toBeGreaterThanOrEqual(selection.start);
        expect(selection.end).toBeLessThan(size);
      }),
    );
  });
});
