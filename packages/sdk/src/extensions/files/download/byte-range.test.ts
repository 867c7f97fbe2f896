import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { gaps, rangeHeader, readContentRange, split } from "./byte-range.js";

const size = 60;
const range = fc
  .tuple(fc.nat(size), fc.nat(size))
  .map(([a, b]) => ({ start: Math.min(a, b), end: Math.max(a, b) }))
  .filter(({ start, end }) => start < end);

/** Each byte on its own, which can't be wrong. */
function bytesIn(ranges: readonly { readonly start: number; readonly end: number }[]): Set<number> {
  return new Set(
    ranges.flatMap(({ start, end }) => Array.from({ length: end - start }, (_, i) => start + i)),
  );
}

describe("gaps", () => {
  it("are the bytes that no range has, once each", () => {
    fc.assert(
      fc.property(fc.array(range), (done) => {
        const found = gaps(done, size);
        const missing = bytesIn(found);
        const there = bytesIn(done);
        expect(missing.size).toBe(found.reduce((sum, { start, end }) => sum + end - start, 0));
        for (let byte = 0; byte < size; byte++) expect(missing.has(byte)).toBe(!there.has(byte));
      }),
    );
  });

  it("are none of an empty file", () => expect(gaps([], 0)).toEqual([]));
});

describe("split", () => {
  it("keeps every byte, in pieces that are small enough", () => {
    fc.assert(
      fc.property(fc.array(range), fc.integer({ min: 1, max: size }), (ranges, length) => {
        const pieces = split(ranges, length);
        expect(bytesIn(pieces)).toEqual(bytesIn(ranges));
        for (const { start, end } of pieces) expect(end - start).toBeLessThanOrEqual(length);
        for (const { start, end } of pieces) expect(end).toBeGreaterThan(start);
      }),
    );
  });
});

describe("headers", () => {
  it.each([
    [{ start: 0 }, {}],
    [{ start: 5 }, { range: "bytes=5-" }],
    [{ start: 0, end: 1 }, { range: "bytes=0-0" }],
    [{ start: 5, end: 10 }, { range: "bytes=5-9" }],
  ])("ask for %j", (wanted, header) => expect(rangeHeader(wanted)).toEqual(header));

  it.each([
    ["bytes 0-0/1", { start: 0, end: 1, size: 1 }],
    ["Bytes 5-9/100", { start: 5, end: 10, size: 100 }],
    ["bytes 5-9/*", { start: 5, end: 10, size: undefined }],
    ["bytes */100", undefined],
    ["lines 0-1/2", undefined],
    ["", undefined],
    [undefined, undefined],
  ])("tell of %j", (header, expected) => expect(readContentRange(header)).toEqual(expected));
});
