import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { Cursor, escapePointer, pointerParts, SpecError } from "./cursor.js";

const cursor = new Cursor("zoo.json", "", { paths: { "/a~b": [{ get: 1, deprecated: true }] } });

describe("Cursor", () => {
  const item = cursor.at("paths").at("/a~b").items()[0] ?? cursor;

  it("knows where it is", () => {
    expect(item.pointer).toBe("/paths/~1a~0b/0");
  });

  it.each([
    [() => item.at("post"), 'lacks "post"'],
    [() => item.at("get").string(), "is no string"],
    [() => item.items(), "is no array"],
    [() => item.at("get").entries(), "is no object"],
    [() => cursor.at("paths").number(), "is no number"],
    [() => item.flag("get"), "may only be true"],
  ])("complains with the document and the place (%#)", (read, problem) => {
    expect(read).toThrow(SpecError);
    expect(read).toThrow(problem);
    expect(read).toThrow(/^zoo\.json#\/paths/);
  });

  it("takes inherited names for absent", () => {
    expect(cursor.find("toString")).toBeUndefined();
    expect(cursor.has("constructor")).toBe(false);
  });

  it("reads flags", () => {
    expect(item.flag("deprecated")).toBe(true);
    expect(item.flag("absent")).toBe(false);
  });
});

describe("pointerParts", () => {
  it("undoes escapePointer", () => {
    fc.assert(
      fc.property(fc.array(fc.string()), (names) => {
        const pointer = names.map((name) => `/${escapePointer(name)}`).join("");
        expect(pointerParts(pointer)).toEqual(names);
      }),
    );
  });
});
