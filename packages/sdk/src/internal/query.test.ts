import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { encodeQuery, InvalidInput } from "./index.js";

describe("encodeQuery", () => {
  it.each<[Record<string, unknown>, string]>([
    [{}, ""],
    [{ a: 1, b: "two", c: true, d: false }, "a=1&b=two&c=true&d=false"],
    [{ zero: 0, empty: "", no: false }, "zero=0&empty=&no=false"],
    [{ a: undefined, b: null, c: [], d: {}, e: [null, undefined] }, ""],
    [{ ids: [1, 2, 3] }, "ids=1&ids=2&ids=3"],
    [
      { filter: { user_ids: [1, 2n], range: { start: 5 } } },
      "filter.user_ids=1&filter.user_ids=2&filter.range.start=5",
    ],
    [{ id: 9223372036854775807n }, "id=9223372036854775807"],
    [{ n: 1.5 }, "n=1.5"],
    [{ at: new Date(Date.UTC(2024, 0, 2, 3, 4, 5, 6)) }, "at=2024-01-02T03%3A04%3A05.006Z"],
    [{ raw: new Uint8Array([251, 255]) }, "raw=%2B%2F8%3D"],
    [{ q: "a b&c=d+e%'()*!~" }, "q=a%20b%26c%3Dd%2Be%25%27%28%29%2A%21~"],
    [{ "a b": { "c&d": 1 } }, "a%20b.c%26d=1"],
    [
      { operations: [{ kind: "A", n: 1n }, { kind: "B" }] },
      `operations=${encodeURIComponent('{"kind":"A","n":1}')}&operations=${encodeURIComponent('{"kind":"B"}')}`,
    ],
  ])("%o is %s", (fields, query) => {
    expect(encodeQuery(fields)).toBe(query);
  });

  it.each<[Record<string, unknown>, string]>([
    [{ n: Number.NaN }, "n"],
    [{ a: { b: Infinity } }, "a.b"],
    [{ id: 2 ** 53 }, "id"],
    [{ at: new Date(Number.NaN) }, "at"],
    [{ f: () => 1 }, "f"],
    [{ ids: [[1]] }, "ids[0]"],
    [{ list: [1, { x: Number.NaN }] }, "list[1].x"],
    [{ text: "\udc00" }, "text"],
  ])("refuses %o naming %s", (fields, field) => {
    try {
      encodeQuery(fields);
      expect.unreachable();
    } catch (error) {
      expect(error).toBeInstanceOf(InvalidInput);
      expect((error as InvalidInput).field).toBe(field);
      expect((error as InvalidInput).message).toContain(field);
    }
  });

  it("refuses an object that contains itself", () => {
    const cyclic: Record<string, unknown> = {};
    cyclic["a"] = cyclic;
    expect(() => encodeQuery(cyclic)).toThrow(/nested too deeply/);
  });

  it("is read back by URLSearchParams", () => {
    const scalar = fc.oneof(fc.string({ unit: "grapheme" }), fc.integer(), fc.boolean());
    fc.assert(
      fc.property(fc.dictionary(fc.string({ minLength: 1 }), fc.array(scalar)), (fields) => {
        const expected = Object.entries(fields).flatMap(([key, values]) =>
          values.map((value) => [key, String(value)]),
        );
        expect([...new URLSearchParams(encodeQuery(fields))]).toEqual(expected);
      }),
    );
  });
});
