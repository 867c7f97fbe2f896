import { describe, expect, it } from "vitest";
import { type Ending, type Progress, countsAs, resultName, runState } from "./run-state.js";

/** ending, life_cycle_state, result_state, code, type, user_cancelled_or_timedout, counts as */
const ENDINGS: readonly (readonly [Ending, string, string, string, string, boolean, string])[] = [
  ["success", "TERMINATED", "SUCCESS", "SUCCESS", "SUCCESS", false, "success"],
  [
    "success_with_failures",
    "TERMINATED",
    "SUCCESS_WITH_FAILURES",
    "SUCCESS_WITH_FAILURES",
    "SUCCESS",
    false,
    "success",
  ],
  ["failed", "TERMINATED", "FAILED", "RUN_EXECUTION_ERROR", "CLIENT_ERROR", false, "failed"],
  [
    "run_failed",
    "INTERNAL_ERROR",
    "FAILED",
    "RUN_EXECUTION_ERROR",
    "CLIENT_ERROR",
    false,
    "failed",
  ],
  [
    "misconfigured",
    "INTERNAL_ERROR",
    "FAILED",
    "INVALID_RUN_CONFIGURATION",
    "CLIENT_ERROR",
    false,
    "failed",
  ],
  [
    "internal_error",
    "INTERNAL_ERROR",
    "FAILED",
    "INTERNAL_ERROR",
    "INTERNAL_ERROR",
    false,
    "failed",
  ],
  ["timed_out", "TERMINATED", "TIMEDOUT", "CANCELED", "CLIENT_ERROR", true, "failed"],
  ["canceled", "TERMINATED", "CANCELED", "USER_CANCELED", "CLIENT_ERROR", true, "canceled"],
  ["upstream_failed", "TERMINATED", "UPSTREAM_FAILED", "SKIPPED", "CLIENT_ERROR", false, "failed"],
  [
    "upstream_canceled",
    "TERMINATED",
    "UPSTREAM_CANCELED",
    "SKIPPED",
    "CLIENT_ERROR",
    false,
    "canceled",
  ],
  ["excluded", "TERMINATED", "EXCLUDED", "SKIPPED", "SUCCESS", false, "excluded"],
  ["disabled", "TERMINATED", "DISABLED", "DISABLED", "SUCCESS", false, "excluded"],
  [
    "too_many_runs",
    "SKIPPED",
    "MAXIMUM_CONCURRENT_RUNS_REACHED",
    "MAX_CONCURRENT_RUNS_EXCEEDED",
    "CLIENT_ERROR",
    false,
    "failed",
  ],
];

describe("runState", () => {
  it.each(ENDINGS)("shows %s in both forms", (ending, life, result, code, type, user, counts) => {
    expect(runState({ phase: "ENDED", outcome: { ending, message: "why" } })).toEqual({
      state: {
        life_cycle_state: life,
        result_state: result,
        state_message: "why",
        user_cancelled_or_timedout: user,
      },
      status: { state: "TERMINATED", termination_details: { code, type, message: "why" } },
    });
    expect(countsAs(ending)).toBe(counts);
    expect(resultName(ending)).toBe(result.toLowerCase());
  });

  it("prefers the more exact code of an outcome", () => {
    const outcome = { ending: "misconfigured", message: "", code: "CLUSTER_ERROR" } as const;
    expect(runState({ phase: "ENDED", outcome }).status.termination_details?.code).toBe(
      "CLUSTER_ERROR",
    );
  });

  it.each([
    [{ phase: "PENDING" }, "PENDING", "PENDING"],
    [{ phase: "BLOCKED" }, "BLOCKED", "BLOCKED"],
    [{ phase: "RUNNING" }, "RUNNING", "RUNNING"],
    [{ phase: "TERMINATING" }, "TERMINATING", "TERMINATING"],
    [{ phase: "WAITING_FOR_RETRY" }, "WAITING_FOR_RETRY", "WAITING"],
  ] satisfies [Progress, string, string][])("shows %j", (progress, life, state) => {
    expect(runState(progress)).toEqual({
      state: { life_cycle_state: life, state_message: "", user_cancelled_or_timedout: false },
      status: { state },
    });
  });

  it("says why a run is queued", () => {
    expect(runState({ phase: "QUEUED", message: "full" })).toMatchObject({
      state: { life_cycle_state: "QUEUED", queue_reason: "full" },
      status: {
        state: "QUEUED",
        queue_details: { code: "MAX_CONCURRENT_RUNS_REACHED", message: "full" },
      },
    });
  });
});
