import { expect, it } from "vitest";
import { statusOf } from "./error-status.js";

it("is 429 for what may work later, not for limits that stay", () => {
  // Clients send a request again and again that is answered with 429.
  expect(statusOf("REQUEST_LIMIT_EXCEEDED")).toBe(429);
  expect(statusOf("RESOURCE_LIMIT_EXCEEDED")).toBe(400);
});
