import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parseProfileFile } from "./profile-file.js";

function parse(text: string): Record<string, Record<string, string>> {
  const sections = [...parseProfileFile(text)];
  return Object.fromEntries(sections.map(([name, keys]) => [name, Object.fromEntries(keys)]));
}

describe("parseProfileFile", () => {
  it.each([
    ["", {}],
    ["[DEFAULT]", { DEFAULT: {} }],
    ["[DEFAULT]\nhost = https://x\n", { DEFAULT: { host: "https://x" } }],
    ["[a.b-c d]\nhost=x", { "a.b-c d": { host: "x" } }],
    ["[ padded ]\n  host  =  x  ", { padded: { host: "x" } }],
    ["[a]\nhost: https://x:8080", { a: { host: "https://x:8080" } }],
    ["[a]\ntoken = a;b#c = d", { a: { token: "a;b#c = d" } }],
    ["; one\n# two\n[a] ; three\n  ; four\nhost = x # kept", { a: { host: "x # kept" } }],
    ["[a]\nhost = 1\nHOST = 2", { a: { host: "2" } }],
    ["[a]\nx = 1\n[b]\nx = 2\n[a]\ny = 3", { a: { x: "1", y: "3" }, b: { x: "2" } }],
    ["\uFEFF[a]\r\nhost = x\r\n\r\n[b]\r\nhost = y", { a: { host: "x" }, b: { host: "y" } }],
    ["host = x\n[a]", { DEFAULT: { host: "x" }, a: {} }],
    ["[a]\nempty =\nnone =   ", { a: { empty: "", none: "" } }],
    ['[a]\nquoted = "x"', { a: { quoted: '"x"' } }],
    ["[__proto__]\n__proto__ = x", Object.fromEntries([["__proto__", { ["__proto__"]: "x" }]])],
  ])("%j", (text, expected) => {
    expect(parse(text)).toEqual(expected);
  });

  it.each([
    ["[a]\ndapi0123456789", /line 2 is neither/],
    ["[a\nhost = x", /line 1 is not a section header/],
    ["[]\nhost = x", /line 1 is not a section header/],
    ["[a] secret\nhost = x", /line 1 is not a section header/],
    ["[a]\n= x", /line 2 is neither/],
  ])("refuses %j without repeating the line", (text, message) => {
    expect(() => parse(text)).toThrow(message);
    expect(() => parse(text)).toThrow(/^(?!.*(dapi|secret))/);
  });

  it("reads back whatever is written plainly", () => {
    const line = fc.string().map((text) => text.replace(/[\r\n]/g, "").trim());
    const name = line.filter((text) => text !== "" && !text.includes("]"));
    const key = fc.stringMatching(/^[a-z_][a-z_0-9]*$/);
    const file = fc.dictionary(name, fc.dictionary(key, line), { noNullPrototype: true });
    fc.assert(
      fc.property(
        file,
        fc.constantFrom("\n", "\r\n"),
        fc.constantFrom("=", " = ", ": "),
        (...args) => {
          const [sections, newline, equals] = args;
          const lines = Object.entries(sections).flatMap(([section, keys]) => [
            `[${section}]`,
            ...Object.entries(keys).map(([each, value]) => `${each}${equals}${value}`),
          ]);
          expect(parse(lines.join(newline))).toEqual(sections);
        },
      ),
    );
  });

  it("never fails with anything but a RangeError", () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom(..."[]=:;#\n\r ab\uFEFF") }), (text) => {
        try {
          parseProfileFile(text);
        } catch (error) {
          expect(error).toBeInstanceOf(RangeError);
        }
      }),
    );
  });
});
