import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { camelCase, operationId, snakeCase } from "./names.js";

describe("operationId", () => {
  it.each([
    ["list_node_types", "zoo.PetsAPI.listNodeTypes"],
    ["get", "zoo.PetsAPI.get"],
    ["import_", "zoo.PetsAPI.import"],
    ["get_statement_result_chunk_n", "zoo.PetsAPI.getStatementResultChunkN"],
  ])("%s -> %s", (method, id) => {
    expect(operationId("zoo", "PetsAPI", method)).toBe(id);
  });
});

describe("snakeCase", () => {
  it("undoes camelCase", () => {
    const word = fc.stringMatching(/^[a-z][a-z0-9]*$/);
    fc.assert(
      fc.property(fc.array(word, { minLength: 1 }), (words) => {
        const name = words.join("_");
        expect(snakeCase(camelCase(name))).toBe(name);
      }),
    );
  });
});
