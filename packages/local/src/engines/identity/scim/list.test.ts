import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { failure } from "../testing/people.js";
import { list } from "./list.js";

const person = (id: string, userName?: string, given?: string): Record<string, unknown> => ({
  schemas: ["s"],
  id,
  ...(userName !== undefined && { userName }),
  ...(given !== undefined && { name: { givenName: given } }),
});
const PEOPLE = [
  person("10", "Carl", "x"),
  person("9", "anna"),
  person("8"),
  person("7", "bert", "x"),
];
const ids = (request: Parameters<typeof list>[1]): unknown[] =>
  list(PEOPLE, request).Resources.map(({ id }) => id);

describe("a list", () => {
  it("is in its own order, and says how much there is", () => {
    expect(list(PEOPLE, { attributes: "id" })).toEqual({
      schemas: ["urn:ietf:params:scim:api:messages:2.0:ListResponse"],
      totalResults: 4,
      startIndex: 1,
      itemsPerPage: 4,
      Resources: ["10", "9", "8", "7"].map((id) => ({ id, schemas: ["s"] })),
    });
  });

  it.each([
    [{ sortBy: "userName" }, ["9", "7", "10", "8"]],
    [{ sortBy: "USERNAME", sortOrder: "descending" }, ["8", "10", "7", "9"]],
    [{ sortBy: "id" }, ["7", "8", "9", "10"]],
    [{ sortBy: "name.givenName" }, ["10", "7", "9", "8"]],
    [{ sortBy: "nothing" }, ["10", "9", "8", "7"]],
    [{ sortBy: "" }, ["10", "9", "8", "7"]],
    [{ count: 2 }, ["10", "9"]],
    [{ startIndex: 3, count: 5 }, ["8", "7"]],
    [{ startIndex: 5 }, []],
    [{ startIndex: 0, count: 1 }, ["10"]],
    [{ startIndex: -7, count: 1 }, ["10"]],
    [{ count: 0 }, []],
    [{ count: -1 }, []],
    [{ filter: "userName pr", sortBy: "userName", count: 1, startIndex: 2 }, ["7"]],
    [{ filter: "" }, ["10", "9", "8", "7"]],
  ])("of %j is %j", (request, expected) => {
    expect(ids(request)).toEqual(expected);
  });

  it("counts what fits, whatever is shown", () => {
    const { Resources, ...rest } = list(PEOPLE, { filter: "userName pr", count: 0 });
    expect(Resources).toEqual([]);
    expect(rest).toMatchObject({ totalResults: 3, startIndex: 1, itemsPerPage: 0 });
  });

  it("refuses an order by what is no name", () => {
    expect(failure(() => ids({ sortBy: "a b" }))).toMatch(/^invalidPath: Invalid sortBy/);
  });

  it("is the same whether it is read whole or in pages", () => {
    const people = fc.array(
      fc.record({ id: fc.string(), userName: fc.constantFrom("a", "B", "c") }),
    );
    fc.assert(
      fc.property(people, fc.integer({ min: 1, max: 7 }), (all, count) => {
        const whole = list(all, { sortBy: "userName", count: 10_000 }).Resources;
        const paged: unknown[] = [];
        for (let startIndex = 1; startIndex <= all.length; startIndex += count) {
          paged.push(...list(all, { sortBy: "userName", count, startIndex }).Resources);
        }
        expect(paged).toEqual(whole);
      }),
    );
  });
});
