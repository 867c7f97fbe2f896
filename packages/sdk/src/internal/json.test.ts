import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { InvalidInput, parseJson, stringifyJson } from "./index.js";

const safe = Number.MAX_SAFE_INTEGER;

/** Any JSON, with integers of any size; small ones are numbers, as parseJson gives them. */
const anyJson = fc.letrec<{ value: unknown }>((tie) => ({
  value: fc.oneof(
    { depthSize: "small", withCrossShrink: true },
    fc.constant(null),
    fc.boolean(),
    fc.double({ noNaN: true, noDefaultInfinity: true }).map((n) => (Object.is(n, -0) ? 0 : n)),
    fc
      .bigInt({ min: -(2n ** 80n), max: 2n ** 80n })
      .map((n) => (n >= -BigInt(safe) && n <= BigInt(safe) ? Number(n) : n)),
    fc.string({ unit: "binary" }),
    fc.stringMatching(/^["\\]*-?[0-9]{14,25}[,:"\\\]}]*$/),
    fc.array(tie("value")),
    fc.dictionary(fc.oneof(fc.string(), fc.stringMatching(/^[0-9]{15,20}$/)), tie("value")),
  ),
})).value;

/** JSON.parse's own integers beyond 2^53, which are numbers in exponent form there. */
const hasWholeDouble = (text: string): boolean => /\d{17}|9\d{15}/.test(text);

describe("parseJson", () => {
  it.each([
    ["9007199254740991", safe],
    ["9007199254740992", 9007199254740992n],
    ["-9007199254740991", -safe],
    ["-9007199254740992", -9007199254740992n],
    ["9223372036854775807", 9223372036854775807n],
    ["-9223372036854775808", -9223372036854775808n],
    ["1000000000000000", 1e15],
    ["12345678901234567890.5", Number("12345678901234567890.5")],
    ["12345678901234567.0", Number("12345678901234567.0")],
    ["12345678901234567e2", Number("12345678901234567e2")],
    ["12345678901234567E-2", Number("12345678901234567E-2")],
    ["0.12345678901234567890", Number("0.12345678901234567890")],
    ["1e-00000000000000000002", 1e-2],
    ["1.5e99999999999999999", Infinity],
    [" \t\r\n12345678901234567890\n ", 12345678901234567890n],
    ['"12345678901234567890"', "12345678901234567890"],
    [String.raw`"\\"`, "\\"],
    [
      String.raw`["\"12345678901234567890", 12345678901234567890]`,
      ['"12345678901234567890', 12345678901234567890n],
    ],
    [String.raw`["\\\\", 12345678901234567890, "\\\""]`, ["\\\\", 12345678901234567890n, '\\"']],
    [
      '{"12345678901234567890":12345678901234567890}',
      { "12345678901234567890": 12345678901234567890n },
    ],
    ['{"a":[1,{"b":-9999999999999999}]}', { a: [1, { b: -9999999999999999n }] }],
    [
      '["\uffff12345678901234567890",12345678901234567890]',
      ["\uffff12345678901234567890", 12345678901234567890n],
    ],
    [
      String.raw`["\uFFFF\uffff12345678901234567890",12345678901234567890]`,
      ["\uffff\uffff12345678901234567890", 12345678901234567890n],
    ],
  ])("reads %s", (text, value) => {
    expect(parseJson(text)).toEqual(value);
  });

  it.each([
    "",
    "12345678901234567890 x",
    "{12345678901234567890:1}",
    '{"a":1,12345678901234567890 :1}',
    "012345678901234567890",
    "+12345678901234567890",
    "--12345678901234567890",
    "[12345678901234567890,]",
    "[12345678901234567890",
    '["12345678901234567890]',
    "12345678901234567890 12345678901234567890",
    "1.2.12345678901234567890",
    "12345678901234567890e",
    "\u00a012345678901234567890",
    "tru12345678901234567890",
  ])("refuses %s with the error of JSON.parse", (text) => {
    const errorOf = (parse: (text: string) => unknown): unknown => {
      try {
        return parse(text);
      } catch (error) {
        return error;
      }
    };
    const error = errorOf(parseJson);
    expect(error).toBeInstanceOf(SyntaxError);
    expect(error).toEqual(errorOf(JSON.parse));
  });

  it("keeps a key __proto__ as a field", () => {
    const value = parseJson('{"__proto__":12345678901234567890,"a":{"__proto__":{"b":1}}}');
    expect(Object.keys(value as object)).toEqual(["__proto__", "a"]);
    expect(Object.getPrototypeOf(value)).toBe(Object.prototype);
    expect(Object.getOwnPropertyDescriptor(value, "__proto__")).toEqual({
      value: 12345678901234567890n,
      writable: true,
      enumerable: true,
      configurable: true,
    });
  });

  it("reads a hundred thousand nested arrays", () => {
    const depth = 100_000;
    let value = parseJson(`${"[".repeat(depth)}12345678901234567890${"]".repeat(depth)}`);
    for (let i = 0; i < depth; i++) [value] = value as unknown[];
    expect(value).toBe(12345678901234567890n);
  });

  it("finds a large integer at any offset", () => {
    for (let offset = 0; offset < 50; offset++) {
      const text = `["${"x".repeat(offset)}",9007199254740993]`;
      expect(parseJson(text)).toEqual(["x".repeat(offset), 9007199254740993n]);
    }
  });

  it("looks once at long runs of digits", () => {
    const digits = "3".repeat(3_000_000);
    expect(parseJson(`[0.${digits},"${digits}"]`)).toEqual([1 / 3, digits]);
  });

  it("reads long texts with many escapes", () => {
    const text = '\\"'.repeat(1_000_000);
    expect(parseJson(JSON.stringify([text, 1]).replace("1]", "12345678901234567890]"))).toEqual([
      text,
      12345678901234567890n,
    ]);
  });

  it("equals JSON.parse where no integer is large", () => {
    fc.assert(
      fc.property(fc.json(), (text) => {
        fc.pre(!hasWholeDouble(text));
        expect(parseJson(text)).toEqual(JSON.parse(text));
      }),
    );
  });

  it("fails exactly where JSON.parse fails", () => {
    const tokens = fc.constantFrom(
      "12345678901234567890",
      "9007199254740993",
      "-",
      "0",
      ".5",
      "e3",
      '"',
      "\\",
      "{",
      "}",
      "[",
      "]",
      ":",
      ",",
      " ",
      "true",
      "a",
    );
    const accepts = (parse: (text: string) => unknown, text: string): boolean => {
      try {
        parse(text);
        return true;
      } catch {
        return false;
      }
    };
    fc.assert(
      fc.property(fc.array(tokens, { maxLength: 12 }), (parts) => {
        const text = parts.join("");
        expect(accepts(parseJson, text)).toBe(accepts(JSON.parse, text));
      }),
      { numRuns: 3000 },
    );
  });
});

describe("stringifyJson", () => {
  it.each([
    [9223372036854775807n, "9223372036854775807"],
    [{ job_id: -5n, tags: [1n, { deep: 2n }] }, '{"job_id":-5,"tags":[1,{"deep":2}]}'],
    [{ a: undefined, b: 1n, c: () => 1, d: Symbol("d") }, '{"b":1}'],
    [[undefined, 1n], "[null,1]"],
    [{ at: new Date(0), n: 1n }, '{"at":"1970-01-01T00:00:00.000Z","n":1}'],
    [{ at: new Date(0) }, '{"at":"1970-01-01T00:00:00.000Z"}'],
    [{ text: '12345678901234567890"\\\u2028' }, '{"text":"12345678901234567890\\"\\\\\u2028"}'],
    [{ x: { toJSON: (key: string) => `from ${key}` }, n: 0n }, '{"x":"from x","n":0}'],
    [[Object(1), Object("s"), Object(true), Object(2n)], '[1,"s",true,2]'],
    [{}, "{}"],
    [null, "null"],
    [-0, "0"],
  ])("writes %o", (value, text) => {
    expect(stringifyJson(value)).toBe(text);
  });

  it.each([
    [{ tasks: [{ timeout_seconds: Number.NaN }] }, "tasks[0].timeout_seconds", "NaN"],
    [{ a: { b: Infinity } }, "a.b", "Infinity"],
    [[1, -Infinity], "[1]", "-Infinity"],
    [{ at: 1n, when: Object(Number.NaN) }, "when", "NaN"],
    [Number.NaN, "", "NaN"],
    [undefined, "", "undefined"],
    [() => 1, "", "function"],
  ])("refuses %o and names the path", (value, field, shown) => {
    const write = (): string => stringifyJson(value);
    expect(write).toThrow(InvalidInput);
    expect(write).toThrow(shown);
    try {
      write();
    } catch (error) {
      expect((error as InvalidInput).field).toBe(field);
    }
  });

  it("begins the path with what it is given", () => {
    expect(() => stringifyJson({ a: NaN }, "filter[0]")).toThrow("filter[0].a is NaN");
  });

  it("refuses an object that contains itself, not one that stands twice", () => {
    const shared = { n: 1n };
    expect(stringifyJson([shared, shared])).toBe('[{"n":1},{"n":1}]');
    const cyclic: Record<string, unknown> = {};
    cyclic["inner"] = { cyclic };
    expect(() => stringifyJson(cyclic)).toThrow(/^inner\.cyclic contains itself/);
  });

  it("writes bigints as digits even if someone gave them a toJSON", () => {
    const hacked = BigInt.prototype as { toJSON?: () => string };
    hacked.toJSON = () => "wrong";
    try {
      expect(stringifyJson({ n: 7n })).toBe('{"n":7}');
    } finally {
      delete hacked.toJSON;
    }
  });

  it("is undone by parseJson", () => {
    fc.assert(
      fc.property(anyJson, (value) => {
        const text = stringifyJson(value);
        fc.pre(
          !hasWholeDouble(
            JSON.stringify(value, (_, v: unknown) => (typeof v === "bigint" ? 0 : v)).replaceAll(
              /"(?:[^"\\]|\\.)*"/gs,
              "",
            ),
          ),
        );
        expect(parseJson(text)).toEqual(value);
      }),
      { numRuns: 1000 },
    );
  });

  it("equals JSON.stringify where there is no bigint", () => {
    fc.assert(
      fc.property(
        fc.object({
          withDate: true,
          withNullPrototype: true,
          withSparseArray: true,
          values: [
            fc.string(),
            fc.integer(),
            fc.boolean(),
            fc.constant(undefined),
            fc.constant(null),
          ],
        }),
        (value) => {
          expect(stringifyJson({ value })).toBe(JSON.stringify({ value }));
          expect(stringifyJson({ n: 1n, value })).toBe(JSON.stringify({ n: 1, value }));
        },
      ),
    );
  });
});
