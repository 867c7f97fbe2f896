import { describe, expect, it } from "vitest";
import {
  ApiError,
  ConnectionError,
  PermissionDenied,
  PrivateLinkValidationError,
  ResourceDoesNotExist,
  Unauthenticated,
} from "../../errors/index.js";
import { answering, callRequest, reply } from "../testing/call-request.js";
import { check } from "./check.js";

const step = check({ describe: () => "Config: host=h", now: () => Date.UTC(2026, 0, 1) });

async function errorOf(extra: Parameters<typeof reply>[0]): Promise<unknown> {
  return step.send(callRequest(), answering([reply(extra)]).next).catch((e: unknown) => e);
}

describe("check", () => {
  it("lets success through", async () => {
    for (const status of [200, 201, 204, 299]) {
      const answer = reply({ status });
      expect(await step.send(callRequest(), answering([answer]).next)).toBe(answer);
    }
  });

  it("makes an error of all else, with what the server said", async () => {
    const text = JSON.stringify({
      error_code: "RESOURCE_DOES_NOT_EXIST",
      message: "no such thing",
    });
    const error = await errorOf({ status: 404, text, headers: { "x-request-id": "r1" } });
    expect(error).toBeInstanceOf(ResourceDoesNotExist);
    expect(error).toMatchObject({
      status: 404,
      path: "/api/2.0/things",
      method: "GET",
      requestId: "r1",
      attempts: 1,
    });
    for (const status of [304, 400, 500, 599]) {
      expect(await errorOf({ status })).toBeInstanceOf(ApiError);
    }
  });

  it("adds how the client is configured where that may be the cause", async () => {
    const [unknown, forbidden, missing] = [401, 403, 404].map((status) => errorOf({ status }));
    expect(await unknown).toBeInstanceOf(Unauthenticated);
    expect(String(await unknown)).toMatch(/Config: host=h$/);
    expect(await forbidden).toBeInstanceOf(PermissionDenied);
    expect(String(await forbidden)).toMatch(/Config: host=h$/);
    expect(String(await missing)).not.toContain("Config:");
  });

  it("reads a Retry-After date by the given clock", async () => {
    const date = new Date(Date.UTC(2026, 0, 1) + 30_000).toUTCString();
    expect(await errorOf({ status: 503, headers: { "retry-after": date } })).toMatchObject({
      retryAfter: 30_000,
    });
  });

  it("keeps the status of an error whose body was lost, and why", async () => {
    const failure = new ConnectionError("lost");
    expect(await errorOf({ status: 429, failure })).toMatchObject({ status: 429, cause: failure });
  });

  it("knows the login page of a private link", async () => {
    const location = "https://w.test/login.html?error=private-link-validation-error";
    const error = await errorOf({ status: 302, headers: { location } });
    expect(error).toBeInstanceOf(PrivateLinkValidationError);
  });
});
