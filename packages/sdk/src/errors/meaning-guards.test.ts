import { runInNewContext } from "node:vm";
import { describe, expect, it } from "vitest";
import { apiErrorFrom, DatabricksError, isAlreadyExists, isNotFound } from "./index.js";

function failure(
  status: number,
  error_code: string | undefined,
  message: string,
  [method, path]: readonly [string, string] = ["POST", "/api/2.1/unity-catalog/schemas"],
): DatabricksError {
  const body = JSON.stringify({ error_code, message });
  return apiErrorFrom({ status, statusText: "", headers: {}, body, method, path, attempts: 1 });
}

describe("isNotFound", () => {
  it.each([
    ["a 404 without a code", failure(404, undefined, "nothing here")],
    ["a code of its own", failure(404, "SCHEMA_DOES_NOT_EXIST", "Schema 'main.x' does not exist.")],
    ["RESOURCE_DOES_NOT_EXIST", failure(404, "RESOURCE_DOES_NOT_EXIST", "no scope")],
    ["a code with another status", failure(400, "ENDPOINT_NOT_FOUND", "no")],
    [
      "a read that 400 answers",
      failure(400, "INVALID_PARAMETER_VALUE", "Job 7 does not exist.", [
        "GET",
        "/api/2.2/jobs/get",
      ]),
    ],
    [
      "a cluster to be deleted",
      failure(400, "INVALID_PARAMETER_VALUE", "Cluster 1-a does not exist", [
        "POST",
        "/api/2.1/clusters/permanent-delete",
      ]),
    ],
    [
      "a run to be cancelled",
      failure(400, "INVALID_PARAMETER_VALUE", "Run 7 does not exist.", [
        "POST",
        "/api/2.2/jobs/runs/cancel",
      ]),
    ],
  ])("is true for %s", (_name, error) => expect(isNotFound(error)).toBe(true));

  it.each([
    ["a wrong value", failure(400, "INVALID_PARAMETER_VALUE", "the name is empty")],
    [
      "something else that a request names",
      failure(400, "INVALID_PARAMETER_VALUE", "Cluster 1-a does not exist", [
        "POST",
        "/api/2.2/jobs/create",
      ]),
    ],
    ["another refusal", failure(403, "PERMISSION_DENIED", "Job 7 does not exist.")],
    ["another error", new DatabricksError("404")],
    ["nothing", undefined],
    ["an answer of fetch", { status: 404 }],
  ])("is false for %s", (_name, error) => expect(isNotFound(error)).toBe(false));
});

describe("isAlreadyExists", () => {
  const files = ["PUT", "/api/2.0/fs/files/a"] as const;
  const users = "/api/2.0/preview/scim/v2/Users";

  it.each([
    ["ALREADY_EXISTS", failure(409, "ALREADY_EXISTS", "there", files)],
    ["RESOURCE_ALREADY_EXISTS", failure(400, "RESOURCE_ALREADY_EXISTS", "there")],
    ["a schema, with 400", failure(400, "SCHEMA_ALREADY_EXISTS", "Schema 'x' already exists")],
    ["a catalog, with 409", failure(409, "CATALOG_ALREADY_EXISTS", "Catalog 'x' already exists")],
    ["a user", scim(["POST", users])],
  ])("is true for %s", (_name, error) => expect(isAlreadyExists(error)).toBe(true));

  it.each([
    ["a concurrent change", failure(409, "ABORTED", "again")],
    ["another conflict", failure(409, "RESOURCE_CONFLICT", "it is being deleted")],
    ["a user that was changed meanwhile", scim(["PATCH", `${users}/7`])],
    ["its opposite", failure(404, "SCHEMA_DOES_NOT_EXIST", "no")],
    ["another error", new DatabricksError("ALREADY_EXISTS")],
    ["nothing", null],
  ])("is false for %s", (_name, error) => expect(isAlreadyExists(error)).toBe(false));

  it("knows an error of another copy of the SDK", () => {
    const foreign: unknown = runInNewContext(
      `class E extends Error { status = 409; errorCode = "ALREADY_EXISTS"; path = "/"; }
       Object.defineProperty(E.prototype, brand, { value: true });
       new E("there")`,
      { brand: Symbol.for("databricks-sdk-ts.error") },
    );
    expect([isAlreadyExists(foreign), isNotFound(foreign)]).toEqual([true, false]);
  });

  function scim([method, path]: readonly [string, string]): DatabricksError {
    const body = JSON.stringify({
      detail: "User with username a@b.c already exists.",
      status: "409",
    });
    const answer = { status: 409, statusText: "Conflict", headers: {}, body, method, path };
    return apiErrorFrom({ ...answer, attempts: 1 });
  }
});
