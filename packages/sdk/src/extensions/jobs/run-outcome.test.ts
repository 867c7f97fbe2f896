import { describe, expect, it } from "vitest";
import type { RunTask } from "../../services/jobs/index.gen.js";
import { failedTasks, failureState } from "./run-outcome.js";

describe("failureState", () => {
  it.each([
    ["TERMINATED", "SUCCESS", undefined],
    ["TERMINATED", "SUCCESS_WITH_FAILURES", undefined],
    ["TERMINATED", "EXCLUDED", undefined],
    ["TERMINATED", "DISABLED", undefined],
    ["TERMINATED", "FAILED", "FAILED"],
    ["TERMINATED", "TIMEDOUT", "TIMEDOUT"],
    ["TERMINATED", "CANCELED", "CANCELED"],
    ["TERMINATED", "SOMETHING_NEW", "SOMETHING_NEW"],
    ["TERMINATED", undefined, undefined],
    ["INTERNAL_ERROR", "FAILED", "FAILED"],
    ["INTERNAL_ERROR", undefined, "INTERNAL_ERROR"],
    ["SKIPPED", undefined, undefined],
    ["SKIPPED", "MAXIMUM_CONCURRENT_RUNS_REACHED", undefined],
    ["RUNNING", undefined, undefined],
  ])("%s, %s: %s", (life_cycle_state, result_state, expected) => {
    expect(failureState({ life_cycle_state, result_state })).toBe(expected);
  });

  it("knows nothing of a run without a state", () => {
    expect(failureState(undefined)).toBeUndefined();
  });
});

describe("failedTasks", () => {
  function task(task_key: string, result_state: string, facts: Partial<RunTask> = {}): RunTask {
    return { task_key, state: { life_cycle_state: "TERMINATED", result_state }, ...facts };
  }

  it("names the causes, not the consequences", () => {
    const tasks = [
      task("good", "SUCCESS"),
      task("bad", "FAILED", { run_id: 7 }),
      task("after", "UPSTREAM_FAILED"),
      task("later", "UPSTREAM_CANCELED"),
      task("broken", "", { state: { life_cycle_state: "INTERNAL_ERROR", state_message: "lost" } }),
    ];
    expect(failedTasks({ tasks })).toEqual([
      { taskKey: "bad", runId: 7, state: "FAILED", message: "" },
      { taskKey: "broken", state: "INTERNAL_ERROR", message: "lost" },
    ]);
  });

  it("judges a task by its last attempt, in whatever order they come", () => {
    const attempts = [
      task("mended", "SUCCESS", { attempt_number: 1 }),
      task("mended", "FAILED", { attempt_number: 0 }),
      task("hopeless", "FAILED", { attempt_number: 0, run_id: 1 }),
      task("hopeless", "TIMEDOUT", { attempt_number: 2, run_id: 3 }),
      task("hopeless", "FAILED", { attempt_number: 1, run_id: 2 }),
    ];
    expect(failedTasks({ tasks: attempts })).toEqual([
      { taskKey: "hopeless", runId: 3, state: "TIMEDOUT", message: "" },
    ]);
  });

  it("finds none where there are no tasks", () => {
    expect(failedTasks({})).toEqual([]);
  });
});
