import { describe, expect, it } from "vitest";
import type { MethodFacts, PackageFacts } from "../model/index.js";
import { type PlacedOperation, pathsObject } from "./paths.js";

const method = (verb: string, path: string | null, more: Partial<MethodFacts> = {}): MethodFacts =>
  ({ verb, path, lro: null, ...more }) as MethodFacts;

const placed = (facts: Record<string, MethodFacts>): [PlacedOperation[], PackageFacts] => [
  Object.entries(facts).map(([name, fact]) => ({
    method: fact,
    object: { operationId: `zoo.PetsAPI.${name}` },
  })),
  { services: { PetsAPI: { methods: facts } }, types: {} } as unknown as PackageFacts,
];

const paths = (facts: Record<string, MethodFacts>): unknown => {
  const [operations, content] = placed(facts);
  return pathsObject(operations, "zoo", content);
};

const id = (name: string): unknown => ({ operationId: `zoo.PetsAPI.${name}` });

describe("pathsObject", () => {
  it("sorts paths, and has none for the data plane", () => {
    const object = paths({
      b: method("POST", "/b"),
      a: method("GET", "/a"),
      c: method("POST", null),
    });
    expect(JSON.stringify(object)).toBe(
      JSON.stringify({ "/a": { get: id("a") }, "/b": { post: id("b") } }),
    );
  });

  it("puts what shares verb and path beside the first", () => {
    expect(
      paths({
        getCat: method("GET", "/{name}"),
        getDog: method("GET", "/{name}"),
        drop: method("DELETE", "/{name}"),
      }),
    ).toEqual({
      "/{name}": {
        get: id("getCat"),
        delete: id("drop"),
        "x-databricks-operations": { get: [id("getDog")] },
      },
    });
  });

  it("puts first what is polled, then what both sources know", () => {
    const lro = { kind: "operation", poll_method: "polled" } as MethodFacts["lro"];
    expect(
      paths({
        one: method("GET", "/{name}", { only_in: "py" }),
        both: method("GET", "/{name}"),
        polled: method("GET", "/{name}", { only_in: "py" }),
        start: method("POST", "/", { lro }),
      }),
    ).toMatchObject({
      "/{name}": {
        get: id("polled"),
        "x-databricks-operations": { get: [id("both"), id("one")] },
      },
    });
  });
});
