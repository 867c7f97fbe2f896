import { describe, expect, it } from "vitest";
import {
  apiErrorFrom,
  ConfigError,
  ConnectionError,
  InvalidResponseError,
  TimeoutError,
} from "../errors/index.js";
import { isRetriable } from "./decision.js";

function apiError(status: number, errorCode = "SOME_CODE", message = "no"): Error {
  return apiErrorFrom({
    status,
    statusText: "",
    headers: {},
    body: JSON.stringify({ error_code: errorCode, message }),
    method: "POST",
    path: "/api/2.1/jobs/create",
    attempts: 1,
  });
}

function decide(error: unknown, facts: Partial<Parameters<typeof isRetriable>[0]> = {}): boolean {
  return isRetriable({ error, method: "POST", replayable: true, responded: false, ...facts });
}

describe("isRetriable", () => {
  const others = [400, 401, 403, 404, 408, 409, 412, 422, 499, 500, 501, 502, 504];
  it.each<[number, boolean]>([
    [429, true],
    [503, true],
    ...others.map((status): [number, boolean] => [status, false]),
  ])("status %i: %s", (status, expected) => {
    expect(decide(apiError(status), { responded: true })).toBe(expected);
  });

  it.each([
    [400, "REQUEST_LIMIT_EXCEEDED", true],
    [400, "RESOURCE_EXHAUSTED", true],
    [400, "INVALID_PARAMETER_VALUE", false],
    [403, "REQUEST_LIMIT_EXCEEDED", false],
  ])("status %i with code %s: %s", (status, code, expected) => {
    expect(decide(apiError(status, code), { responded: true })).toBe(expected);
  });

  it.each([
    "com.databricks.backend.manager.util.UnknownWorkerEnvironmentException: x",
    "workspace 1 does not have any associated worker environments",
    "There is no worker environment with id 7",
    "Unknown worker environment 8",
    "ClusterNotReadyException",
    "Unexpected error",
    "Please try again later or try a faster operation.",
    "RPC token bucket limit has been exceeded",
    "worker env with id WorkerEnvId(workerenv-7) was not found",
    "Timed out after 15 seconds",
    "context deadline exceeded",
  ])("the message %j, whatever the status", (message) => {
    for (const status of [400, 404, 500, 504]) {
      expect(decide(apiError(status, "SOME_CODE", message), { responded: true })).toBe(true);
    }
  });

  it.each([
    ["ECONNREFUSED", true],
    ["ECONNRESET", true],
    ["EPIPE", true],
    ["ETIMEDOUT", true],
    ["EAI_AGAIN", true],
    ["ERR_PROXY_503", true],
    ["", true],
    ["ENOTFOUND", false],
    ["DEPTH_ZERO_SELF_SIGNED_CERT", false],
    ["SELF_SIGNED_CERT_IN_CHAIN", false],
    ["CERT_HAS_EXPIRED", false],
    ["UNABLE_TO_VERIFY_LEAF_SIGNATURE", false],
    ["ERR_TLS_CERT_ALTNAME_INVALID", false],
    ["ERR_PROXY_407", false],
  ])("connection error %j: %s", (code, expected) => {
    expect(decide(new ConnectionError("no", { code }))).toBe(expected);
  });

  it("a timeout only while nothing was received", () => {
    const error = new TimeoutError("silent", { elapsed: 60_000, attempts: 1 });
    expect(decide(error)).toBe(true);
    expect(decide(error, { responded: true, method: "GET" })).toBe(false);
  });

  it("a response that broke off only for methods that change nothing", () => {
    const error = new ConnectionError("lost", { code: "ECONNRESET" });
    const after = (method: string): boolean => decide(error, { responded: true, method });
    expect(["GET", "HEAD"].map(after)).toEqual([true, true]);
    expect(["POST", "PUT", "PATCH", "DELETE"].map(after)).toEqual([false, false, false, false]);
  });

  it("nothing whose body is a stream", () => {
    for (const error of [apiError(429), new ConnectionError("no", { code: "ECONNRESET" })]) {
      expect(decide(error, { replayable: false })).toBe(false);
    }
  });

  it("no other error", () => {
    const others = [
      new InvalidResponseError("no"),
      new ConfigError("no"),
      new TypeError("no"),
      "no",
    ];
    expect(others.map((error) => decide(error))).toEqual([false, false, false, false]);
  });
});
