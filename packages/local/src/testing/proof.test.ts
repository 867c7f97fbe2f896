import { describe, expect, it } from "vitest";
import { proof, unproven } from "./proof.js";
import { responseProblems } from "./response-problems.js";

const ME = "/api/2.0/preview/scim/v2/Me";

describe("proof", () => {
  proof(["iam.CurrentUserAPI.me"], "calls, fails and sends", async ({ call, error, send }) => {
    await call("GET", ME);
    const failure = await error("GET", "/api/2.1/clusters/get?cluster_id=none");
    expect([failure.status, failure.errorCode]).toEqual([400, "INVALID_PARAMETER_VALUE"]);
    expect((await send("GET", "/nothing")).status).toBe(404);
    await expect(error("GET", ME)).rejects.toThrow("was expected to fail");
  });

  it.each([
    [["a"], [], []],
    [["b"], [], ["b"]],
    [["b"], ["b"], []],
    [["c"], [], ["c"]],
    [["c"], ["c"], ["c"]],
    [["a", "d", "b", "c"], [], ["b", "c"]],
  ])("of %j, failing %j, leaves %j", (operations, fails, missing) => {
    const entries = [
      { operations: ["a", "d"], status: 201 },
      { operations: ["a"], status: 500 },
      { operations: ["b"], status: 404 },
    ];
    expect(unproven(entries, operations, fails)).toEqual(missing);
  });
});

describe("responseProblems", () => {
  it("finds unknown fields, wrong types and unknown enum values", async () => {
    const path = "/api/2.1/clusters/get?cluster_id=x";
    const answer = { cluster_id: 1, state: "FINE", colour: "red", spark_conf: { a: 1 } };
    expect(await responseProblems("GET", path, answer)).toEqual([
      "cluster_id is not of type string",
      "state is not a value of its enum",
      "colour is not in the API",
      "spark_conf.a is not of type string",
    ]);
    expect(await responseProblems("GET", path, { cluster_id: "x" })).toEqual([]);
    expect(await responseProblems("GET", path, [])).toEqual(["the answer is not an object"]);
  });
});
