import { describe, expect, it } from "vitest";
import {
  InvalidRequestError,
  requireFields,
  requireList,
  requireName,
  requireOptions,
  requireText,
  requireTexts,
} from "./index.js";

const kinds = { minCores: "number", category: "string", graviton: "boolean" } as const;

describe("what callers give", () => {
  it.each<[string, string, () => void]>([
    [
      "jobs.repairRun takes an object, { run_id, ... }, and was given nothing",
      "run_id",
      () => requireFields("jobs.repairRun", undefined, "run_id"),
    ],
    [
      "jobs.get takes an object, { job_id, ... }, and was given a number",
      "job_id",
      () => requireFields("jobs.get", 7, "job_id"),
    ],
    [
      "jobs.list takes an object, and was given a list",
      "request",
      () => requireFields("jobs.list", []),
    ],
    [
      "jobs.get: job_id is missing: give { job_id, ... }",
      "job_id",
      () => requireFields("jobs.get", { jobId: 7 }, "job_id"),
    ],
    ["a.b: c is missing: give text", "c", () => requireText("a.b", "c", undefined)],
    ["a.b: c is null: give text", "c", () => requireText("a.b", "c", null)],
    ["a.b: c is an object: give text", "c", () => requireName("a.b", "c", {})],
    ["a.b: c is empty: give text", "c", () => requireName("a.b", "c", "")],
    ["a.b: c is text: give an object of texts", "c", () => requireTexts("a.b", "c", "d=e")],
    ["a.b: c.d is a number: give text", "c.d", () => requireTexts("a.b", "c", { d: 1 })],
    ["a.b: c is text: give a list", "c", () => requireList("a.b", "c", "x")],
    ["a.b: c is missing: give a list", "c", () => requireList("a.b", "c", undefined)],
    [
      "a.b: the options are null: give an object, or leave them out",
      "options",
      () => requireOptions("a.b", null),
    ],
    [
      'a.b has no option "min_cores": it has minCores, category, graviton',
      "min_cores",
      () => requireOptions("a.b", { min_cores: 8 }, kinds),
    ],
    [
      "a.b: the option minCores is text: give a number",
      "minCores",
      () => requireOptions("a.b", { minCores: "8" }, kinds),
    ],
    [
      "a.b: the option graviton is null: give true or false",
      "graviton",
      () => requireOptions("a.b", { graviton: null }, kinds),
    ],
    [
      'a.b has no option "constructor": it has minCores, category, graviton',
      "constructor",
      () => requireOptions("a.b", { constructor: 1 }, kinds),
    ],
  ])("is refused as %j", (message, field, check) => {
    expect(check).toThrow(new InvalidRequestError(message, { field }));
    expect(check).toThrow(expect.objectContaining({ field }));
  });

  it("is taken when it fits", () => {
    requireFields("a", { run_id: 0 }, "run_id");
    requireFields("a", { run_id: 7n }, "run_id");
    requireText("a", "b", "");
    requireName("a", "b", "c");
    requireTexts("a", "b", { c: "" });
    requireList("a", "b", []);
    requireOptions("a", undefined, kinds);
    requireOptions("a", { anything: 1 });
    requireOptions("a", { minCores: 8, category: undefined, graviton: false }, kinds);
  });
});
