import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parseExact, stringifyExact } from "./exact.js";

describe("parseExact", () => {
  it.each([
    ["9007199254740991", 9007199254740991],
    ["-9007199254740991", -9007199254740991],
    ["9007199254740993", 9007199254740993n],
    ["-9223372036854775808", -9223372036854775808n],
    ["1234567890123456", 1234567890123456],
    ["1234567890.1234567890123456", 1234567890.1234567],
    ["1e20", 1e20],
    ["12345678900000000000e2", 1.23456789e21],
    ['"9007199254740993"', "9007199254740993"],
  ])("reads %s", (text, value) => {
    expect(parseExact(text)).toEqual(value);
  });

  it("keeps strings with digits, quotes and backslashes beside a long integer", () => {
    const text = String.raw`{"a":"x: 9007199254740993, \"9007199254740993\\","b":[9007199254740993]}`;
    expect(parseExact(text)).toEqual({
      a: String.raw`x: 9007199254740993, "9007199254740993${"\\"}`,
      b: [9007199254740993n],
    });
  });

  it.each(["{", '{"a":09007199254740993}', "[9007199254740993,]", "9007199254740993 1"])(
    "refuses %s",
    (text) => {
      expect(() => parseExact(text)).toThrow(SyntaxError);
    },
  );
});

describe("stringifyExact", () => {
  it("writes undefined as null, and drops undefined fields", () => {
    expect(stringifyExact(undefined)).toBe("null");
    expect(stringifyExact({ a: undefined, b: 1n })).toBe('{"b":1}');
  });

  it("throws where JSON.stringify does for another reason", () => {
    const loop: Record<string, unknown> = {};
    loop["self"] = loop;
    expect(() => stringifyExact(loop)).toThrow(TypeError);
  });

  it("round-trips any value, integers of any size included", () => {
    const unsafe = fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }).filter((value) => {
      return !Number.isSafeInteger(Number(value));
    });
    const { tree } = fc.letrec((tie) => ({
      leaf: fc.oneof(fc.string(), fc.boolean(), fc.constant(null), fc.maxSafeInteger(), unsafe),
      tree: fc.oneof(
        tie("leaf"),
        fc.array(tie("tree"), { maxLength: 4 }),
        fc.dictionary(fc.string(), tie("tree"), { maxKeys: 4, noNullPrototype: true }),
      ),
    }));
    fc.assert(
      fc.property(tree, (value) => {
        fc.pre(!JSON.stringify(value, safe).includes("__proto__"));
        expect(parseExact(stringifyExact(value))).toEqual(value);
      }),
    );
  });
});

function safe(_key: string, value: unknown): unknown {
  return typeof value === "bigint" ? "" : value;
}
