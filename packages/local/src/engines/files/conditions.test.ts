import { describe, expect, it } from "vitest";
import { checkConditions, isModifiedSince, rangeOf } from "./index.js";

const DATE = "Thu, 01 Jan 2026 00:00:00 GMT";
const BEFORE = "Wed, 31 Dec 2025 23:59:59 GMT";
const version = { modified: Date.parse(DATE) + 5, etag: '"a"' };

describe("checkConditions", () => {
  it.each([
    [{}, "send"],
    [{ "if-match": '"b", "a"' }, "send"],
    [{ "if-match": "*" }, "send"],
    [{ "if-match": '"b"' }, "changed"],
    [{ "if-match": 'W/"a"' }, "changed"],
    // A tag says more than a date.
    [{ "if-match": '"a"', "if-unmodified-since": BEFORE }, "send"],
    [{ "if-unmodified-since": DATE }, "send"],
    [{ "if-unmodified-since": BEFORE }, "changed"],
    [{ "if-none-match": '"b"' }, "send"],
    [{ "if-none-match": 'W/"a"' }, "unchanged"],
    [{ "if-none-match": "*" }, "unchanged"],
    [{ "if-none-match": '"b"', "if-modified-since": DATE }, "send"],
    [{ "if-modified-since": DATE }, "unchanged"],
    [{ "if-modified-since": BEFORE }, "send"],
    [{ "if-modified-since": "no date" }, "send"],
  ])("%j: %s", (headers, verdict) => {
    expect(checkConditions(headers as Record<string, string>, version)).toBe(verdict);
  });

  it("knows no tags where files have none", () => {
    const { modified } = version;
    const headers = { "if-match": '"b"', "if-none-match": "*", "if-modified-since": DATE };
    expect(checkConditions(headers, { modified })).toBe("send");
  });
});

describe("rangeOf", () => {
  it.each([
    [undefined, "r"],
    ['"a"', "r"],
    [DATE, "r"],
    ['"b"', undefined],
    ['W/"a"', undefined],
    [BEFORE, undefined],
    ["no date", undefined],
  ])("of If-Range %s: %s", (condition, range) => {
    const headers = { range: "r", ...(condition !== undefined && { "if-range": condition }) };
    expect(rangeOf(headers, version)).toBe(range);
  });
});

describe("isModifiedSince", () => {
  const date = "Thu, 01 Jan 2026 00:00:00 GMT";
  const time = Date.parse(date);
  it.each([
    [undefined, time, false],
    ["not a date", time, false],
    ["2001-01-01", time, false],
    ["5", time, false],
    ["Xyz, 99 Foo 2001 00:00:00 GMT", time, false],
    ["Monday, 01-Jan-01 00:00:00 GMT", time, true],
    ["Mon Jan  1 00:00:00 2001", time, true],
    [date, time - 1, false],
    [date, time, false],
    [date, time + 999, false],
    [date, time + 1000, true],
  ])("%s, modified at %i: %s", (limit, modified, expected) => {
    expect(isModifiedSince(limit, modified)).toBe(expected);
  });
});
