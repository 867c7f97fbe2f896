import { describe, expect, it } from "vitest";
import { Cursor } from "./cursor.js";
import { applyOverlay } from "./overlays.js";

const documents = (): Map<string, Cursor> =>
  new Map([
    [
      "zoo",
      new Cursor("zoo.json", "", {
        paths: {
          "/pets/{name}": {
            get: { operationId: "zoo.PetsAPI.get", deprecated: true },
            "x-databricks-operations": { get: [{ operationId: "zoo.PetsAPI.getOther" }] },
          },
        },
        components: { schemas: { Pet: { type: "object", properties: { name: {} } } } },
      }),
    ],
  ]);

const overlay = (corrections: unknown[], reason = "It is so."): Cursor =>
  new Cursor("overlays/x.json", "", { reason, corrections });

const schemaOf = (zoo: Map<string, Cursor>): unknown =>
  zoo.get("zoo")?.at("components").at("schemas").at("Pet").value;

describe("applyOverlay", () => {
  it("merges into an operation, wherever it stands, and removes with null", () => {
    const zoo = documents();
    const merge = { deprecated: null, summary: "Gets a pet." };
    applyOverlay(overlay([{ operation: "zoo.PetsAPI.get", merge }]), zoo);
    applyOverlay(overlay([{ operation: "zoo.PetsAPI.getOther", merge: { a: 1 } }]), zoo);
    const item = zoo.get("zoo")?.at("paths").at("/pets/{name}");
    expect(item?.value).toEqual({
      get: { operationId: "zoo.PetsAPI.get", summary: "Gets a pet." },
      "x-databricks-operations": { get: [{ operationId: "zoo.PetsAPI.getOther", a: 1 }] },
    });
  });

  it("merges into a place of a schema", () => {
    const zoo = documents();
    const merge = { name: { type: "string" }, age: { type: "integer" } };
    applyOverlay(overlay([{ schema: "zoo.Pet", at: "/properties", merge }]), zoo);
    expect(schemaOf(zoo)).toEqual({ type: "object", properties: merge });
  });

  it.each([
    ["an unknown operation", { operation: "zoo.PetsAPI.put", merge: { a: 1 } }, "does not exist"],
    ["an unknown package", { operation: "sea.FishAPI.get", merge: { a: 1 } }, "in no document"],
    ["an unknown schema", { schema: "zoo.Fish", merge: { a: 1 } }, "does not exist"],
    ["an unknown place", { schema: "zoo.Pet", at: "/items", merge: { a: 1 } }, "does not exist"],
    ["a place that is no object", { schema: "zoo.Pet", at: "/type", merge: { a: 1 } }, "no object"],
    ["no change", { schema: "zoo.Pet", merge: { type: "object" } }, "changes nothing"],
    ["an empty change", { schema: "zoo.Pet", merge: {} }, "is empty"],
    ["no target", { merge: { a: 1 } }, 'lacks "schema"'],
    ["an unknown member", { schema: "zoo.Pet", merge: { a: 1 }, why: "" }, "has a why"],
  ])("refuses %s", (_, correction, problem) => {
    expect(() => applyOverlay(overlay([correction]), documents())).toThrow(problem);
  });

  it("refuses a correction without a reason", () => {
    expect(() => applyOverlay(overlay([], " "), documents())).toThrow("reason: is empty");
  });
});
