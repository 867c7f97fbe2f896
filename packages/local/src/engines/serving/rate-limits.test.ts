import { describe, expect, it } from "vitest";
import { manualClock } from "../../clock/index.js";
import { type RateLimit, RateLimits } from "./rate-limits.js";

const START = Date.UTC(2026, 0, 1);

/** How many of some queries, by whom they come, are let through in one minute. */
function allowed(limits: readonly RateLimit[], users: readonly string[]): string {
  const counted = new RateLimits(manualClock(START));
  return users
    .filter((userName) => {
      try {
        counted.count(limits, { id: "1", endpoint: "e", userName });
        return true;
      } catch {
        return false;
      }
    })
    .join("");
}

describe("rate limits", () => {
  it.each<[string, RateLimit[], string]>([
    ["let all through where there are none", [], "aaabbb"],
    ["of the endpoint are shared", [{ key: "endpoint", calls: 2 }], "aa"],
    ["of users are each one's own", [{ key: "user", calls: 2 }], "aabb"],
    [
      "of one principal are theirs",
      [{ key: "service_principal", principal: "a", calls: 1 }],
      "abbb",
    ],
    [
      "of one principal go before those of users",
      [
        { key: "user", calls: 1 },
        { key: "service_principal", principal: "a", calls: 3 },
      ],
      "aaab",
    ],
    ["may let nobody through", [{ key: "endpoint", calls: 0 }], ""],
    ["without calls are none", [{ key: "endpoint" }], "aaabbb"],
  ])("%s", (_name, limits, through) => {
    expect(allowed(limits, ["a", "a", "a", "b", "b", "b"])).toBe(through);
  });

  it("begin anew each minute, and are of one endpoint", () => {
    const clock = manualClock(START);
    const counted = new RateLimits(clock);
    const query = (id: string): void =>
      counted.count([{ key: "user", calls: 1 }], { id, endpoint: id, userName: "a" });
    query("1");
    query("2");
    clock.advance(20_000);
    expect(() => query("1")).toThrow(
      "Endpoint '1' takes 1 queries a minute from you: try again in 40 s",
    );
    clock.advance(10_500);
    expect(() => query("1")).toThrow(
      expect.objectContaining({
        info: expect.objectContaining({ metadata: { retryAfter: "30" } }),
      }),
    );
    clock.advance(29_500);
    query("1");
  });
});
