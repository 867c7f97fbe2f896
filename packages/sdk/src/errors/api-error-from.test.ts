import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import * as errors from "./index.js";
import { ApiError, apiErrorFrom, DatabricksError, type FailedExchange } from "./index.js";

const classNamed = (name: string): unknown =>
  Object.entries(errors).find(([key]) => key === name)?.[1];

const answer = (changes: Partial<FailedExchange> = {}): FailedExchange => ({
  status: 400,
  statusText: "",
  headers: {},
  body: "",
  method: "GET",
  path: "/api/2.0/x",
  attempts: 1,
  ...changes,
});
const coded = (error_code: string, message = "said"): string =>
  JSON.stringify({ error_code, message });

describe("the class", () => {
  it.each([
    [400, "BadRequest"],
    [401, "Unauthenticated"],
    [403, "PermissionDenied"],
    [404, "NotFound"],
    [409, "ResourceConflict"],
    [429, "TooManyRequests"],
    [499, "Cancelled"],
    [500, "InternalError"],
    [501, "NotImplemented"],
    [503, "TemporarilyUnavailable"],
    [504, "DeadlineExceeded"],
    [402, "ApiError"],
    [502, "ApiError"],
    [302, "ApiError"],
  ])("of status %i is %s", (status, name) => {
    expect(apiErrorFrom(answer({ status })).constructor).toBe(classNamed(name));
    expect(apiErrorFrom(answer({ status, body: coded("SOMETHING_ELSE") })).name).toBe(name);
  });

  it.each([
    ["INVALID_STATE", "InvalidState", "BadRequest"],
    ["INVALID_PARAMETER_VALUE", "InvalidParameterValue", "BadRequest"],
    ["RESOURCE_DOES_NOT_EXIST", "ResourceDoesNotExist", "NotFound"],
    ["ABORTED", "Aborted", "ResourceConflict"],
    ["ALREADY_EXISTS", "AlreadyExists", "ResourceConflict"],
    ["RESOURCE_ALREADY_EXISTS", "ResourceAlreadyExists", "ResourceConflict"],
    ["RESOURCE_EXHAUSTED", "ResourceExhausted", "TooManyRequests"],
    ["REQUEST_LIMIT_EXCEEDED", "RequestLimitExceeded", "TooManyRequests"],
    ["UNKNOWN", "Unknown", "InternalError"],
    ["DATA_LOSS", "DataLoss", "InternalError"],
  ])("of code %s is %s, a %s, whatever the status", (code, name, parent) => {
    const error = apiErrorFrom(answer({ status: 418, body: coded(code) }));
    expect(error.name).toBe(name);
    expect(error).toBeInstanceOf(classNamed(name));
    expect(error).toBeInstanceOf(classNamed(parent));
    expect(error).toBeInstanceOf(ApiError);
    expect(error).toBeInstanceOf(DatabricksError);
    expect(error).toMatchObject({ status: 418, errorCode: code });
  });

  it.each([
    ["/api/2.0/clusters/get", "Cluster 0123-abc does not exist"],
    ["/api/2.1/clusters/get?cluster_id=1", "Cluster 0123-abc does not exist"],
    ["/api/2.2/jobs/get", "Job 5 does not exist."],
    ["/api/2.2/jobs/runs/get", "Run 5 does not exist."],
    ["/api/2.1/jobs/runs/get", "Run: 5 in job: 6 doesn't exist"],
  ])("of GET %s saying %j is ResourceDoesNotExist", (path, message) => {
    const body = coded("INVALID_PARAMETER_VALUE", message);
    expect(apiErrorFrom(answer({ path, body })).name).toBe("ResourceDoesNotExist");
    expect(apiErrorFrom(answer({ path, body, method: "POST" })).name).toBe("InvalidParameterValue");
    expect(apiErrorFrom(answer({ path, body, status: 403 })).name).toBe("InvalidParameterValue");
    expect(apiErrorFrom(answer({ path: `${path.split("?")[0]}/x`, body })).name).toBe(
      "InvalidParameterValue",
    );
    expect(
      apiErrorFrom(answer({ path, body: coded("INVALID_PARAMETER_VALUE", "other") })).name,
    ).toBe("InvalidParameterValue");
    expect(apiErrorFrom(answer({ path, body: coded("BAD_REQUEST", message) })).name).toBe(
      "BadRequest",
    );
  });

  it.each([
    ["https://dbc-1.cloud.databricks.com/login.html", "AWS PrivateLink"],
    ["https://adb-1.2.azuredatabricks.net/login.html", "Azure Private Link"],
    ["https://1.2.gcp.databricks.com/login.html", "GCP Private Service Connect"],
  ])("of a redirect to %s tells %s", (login, service) => {
    const url = `${login}?error=private-link-validation-error&next_url=%2F`;
    for (const seen of [
      answer({ status: 200, url }),
      answer({ status: 302, headers: { location: url } }),
    ]) {
      const error = apiErrorFrom(seen);
      expect(error).toBeInstanceOf(errors.PrivateLinkValidationError);
      expect(error).toBeInstanceOf(errors.PermissionDenied);
      expect(error).toMatchObject({ status: 403, errorCode: "PRIVATE_LINK_VALIDATION_ERROR" });
      expect(error.message).toContain(service);
    }
  });

  it("of a relative redirect goes by the host that was asked", () => {
    const location = "/login.html?error=private-link-validation-error";
    const url = "https://adb-1.2.azuredatabricks.net/api/2.0/x";
    expect(apiErrorFrom(answer({ status: 302, headers: { location }, url })).message).toContain(
      "Azure",
    );
  });
});

describe("the facts", () => {
  it("stand in the message", () => {
    const headers = { "x-request-id": "r-1" };
    const body = coded("INVALID_STATE", "Cluster is starting.");
    const seen = answer({
      status: 409,
      headers,
      body,
      method: "POST",
      path: "/api/2.1/clusters/edit?sig=abc",
    });
    expect(apiErrorFrom(seen).message).toBe(
      "Cluster is starting. (POST /api/2.1/clusters/edit: 409 INVALID_STATE, request id r-1)",
    );
    expect(apiErrorFrom(answer({ status: 404, hint: "Config: host=h" })).message).toBe(
      "Not Found (GET /api/2.0/x: 404) Config: host=h",
    );
  });

  it("are properties", () => {
    const cause = new Error("before");
    const error = apiErrorFrom(answer({ attempts: 3, cause, path: "/p?q=1" }));
    expect(error).toMatchObject({
      attempts: 3,
      cause,
      path: "/p",
      method: "GET",
      errorCode: "",
      details: {},
    });
    expect(error.requestId).toBeUndefined();
    expect("cause" in apiErrorFrom(answer())).toBe(false);
  });

  const requestInfo = JSON.stringify({
    details: [{ "@type": "type.googleapis.com/google.rpc.RequestInfo", request_id: "in-body" }],
  });
  it.each<[Record<string, string>, string, string | undefined]>([
    [{ "x-request-id": "a", "x-databricks-request-id": "b" }, requestInfo, "a"],
    [{ "x-databricks-request-id": "b" }, requestInfo, "b"],
    [{}, requestInfo, "in-body"],
    [{ "x-request-id": "" }, "", undefined],
  ])("tell the request id of %o", (headers, body, id) => {
    expect(apiErrorFrom(answer({ headers, body })).requestId).toBe(id);
  });

  const now = Date.UTC(2026, 0, 1);
  it.each([
    ["7", 7000],
    ["0", 0],
    [" 2 ", 2000],
    ["Thu, 01 Jan 2026 00:01:30 GMT", 90_000],
    ["Wed, 31 Dec 2025 23:59:00 GMT", 0],
    ["soon", undefined],
    ["-1", undefined],
    ["1.5", undefined],
    ["2026", 2026_000],
    ["Sunday, 04-Jan-26 00:00:00 GMT", 259_200_000],
    ["Thu, nonsense 1", undefined],
    [undefined, undefined],
  ])("tell the wait of Retry-After %j", (header, milliseconds) => {
    const headers = { "retry-after": header };
    expect(apiErrorFrom(answer({ status: 429, headers, now })).retryAfter).toBe(milliseconds);
  });

  it.each([
    ["1.5s", 1500],
    ["0.0001s", 1],
    ["3s", 3000],
    ["3", undefined],
    ["s", undefined],
  ])("tell the wait of RetryInfo %s, unless a header does", (retry_delay, milliseconds) => {
    const body = JSON.stringify({
      details: [{ "@type": "type.googleapis.com/google.rpc.RetryInfo", retry_delay }],
    });
    expect(apiErrorFrom(answer({ body })).retryAfter).toBe(milliseconds);
    expect(apiErrorFrom(answer({ body, headers: { "retry-after": "9" } })).retryAfter).toBe(9000);
  });

  it("come from any answer at all", () => {
    fc.assert(
      fc.property(
        fc.integer(),
        fc.string(),
        fc.dictionary(fc.constantFrom("retry-after", "x-request-id", "location"), fc.string()),
        fc.oneof(fc.string(), fc.json()),
        fc.webUrl(),
        (status, statusText, headers, body, url) => {
          const error = apiErrorFrom(answer({ status, statusText, headers, body, url }));
          expect(error).toBeInstanceOf(ApiError);
          expect(JSON.stringify(error)).toContain(JSON.stringify(error.message));
        },
      ),
    );
  });
});
