import { describe, expect, it } from "vitest";
import { Cursor } from "./cursor.js";
import { checkReferences } from "./references.js";

const check = (reference: unknown): void =>
  checkReferences(
    new Map([
      ["zoo", new Cursor("zoo.json", "", { tags: [{ schema: { $ref: reference } }] })],
      ["sea", new Cursor("sea.json", "", { components: { schemas: { Fish: {} } } })],
    ]),
  );

describe("checkReferences", () => {
  it.each(["./sea.json#/components/schemas/Fish", "#/tags/0"])("follows %s", (reference) => {
    expect(() => check(reference)).not.toThrow();
  });

  it.each(["#/components/schemas/Fish", "./sea.json#/components/schemas/Cat", "./sky.json#/tags"])(
    "finds that %s leads nowhere",
    (reference) => {
      expect(() => check(reference)).toThrow(
        `zoo.json#/tags/0/schema/$ref: refers to nothing: ${reference}`,
      );
    },
  );

  it("takes a property of the name $ref for a property", () => {
    expect(() => check({ type: "string" })).not.toThrow();
  });
});
