import { describe, expect, it } from "vitest";
import { apiErrorFrom, ConnectionError } from "../errors/index.js";
import { delayAfter } from "./timing.js";

const now = Date.UTC(2026, 0, 1);

function busy(status: number, retryAfter?: string): Error {
  const headers = retryAfter === undefined ? {} : { "retry-after": retryAfter };
  const request = { method: "GET", path: "/", attempts: 1 };
  return apiErrorFrom({ ...request, status, statusText: "", headers, body: "", now });
}

describe("delayAfter", () => {
  it.each([
    [429, "7", 7000],
    [503, "0", 0],
    [503, new Date(now + 90_000).toUTCString(), 90_000],
    [429, new Date(now - 90_000).toUTCString(), 0],
    [429, "soon", 1000],
    [503, undefined, 1000],
    [429, undefined, 1000],
  ])("status %i with Retry-After %j: %i ms, at any attempt", (status, header, expected) => {
    for (const attempt of [1, 5, 50]) {
      expect(delayAfter(attempt, busy(status, header), () => 0)).toBe(expected);
    }
  });

  it("grows by a second per attempt up to ten for all else", () => {
    const delays = [1, 2, 9, 10, 11, 1000].map((attempt) =>
      delayAfter(attempt, new ConnectionError("no"), () => 0),
    );
    expect(delays).toEqual([1000, 2000, 9000, 10_000, 10_000, 10_000]);
    expect(delayAfter(3, busy(400), () => 0)).toBe(3000);
  });

  it("adds up to a second at random", () => {
    expect(delayAfter(1, busy(429, "2"), () => 0.5)).toBe(2500);
    expect(delayAfter(4, new ConnectionError("no"), () => 0.999)).toBe(4999);
  });
});
