import { describe, expect, it } from "vitest";
import { decideRun } from "./run-if.js";
import { type EndedTask, outcomeOfRun } from "./run-outcome.js";
import type { Ending } from "./run-state.js";

const S = "success";
const F = "failed";
const C = "canceled";
const X = "excluded";

describe("decideRun", () => {
  /** run_if, how the dependencies ended, what becomes of the task */
  const cases: readonly (readonly [string, readonly Ending[], Ending | "run"])[] = [
    ["ALL_SUCCESS", [], "run"],
    ["ALL_SUCCESS", [S, S], "run"],
    ["ALL_SUCCESS", [S, "success_with_failures"], "run"],
    ["ALL_SUCCESS", [S, F], "upstream_failed"],
    ["ALL_SUCCESS", [S, "timed_out"], "upstream_failed"],
    ["ALL_SUCCESS", [S, "upstream_failed"], "upstream_failed"],
    ["ALL_SUCCESS", [S, C], "upstream_canceled"],
    ["ALL_SUCCESS", [F, C], "upstream_failed"],
    ["ALL_SUCCESS", [S, X], "run"],
    ["ALL_SUCCESS", [S, "disabled"], "run"],
    ["ALL_SUCCESS", [X, X], X],
    ["AT_LEAST_ONE_SUCCESS", [S, F], "run"],
    ["AT_LEAST_ONE_SUCCESS", [F, F], "upstream_failed"],
    ["AT_LEAST_ONE_SUCCESS", [C, C], "upstream_canceled"],
    ["NONE_FAILED", [S, X], "run"],
    ["NONE_FAILED", [S, F], "upstream_failed"],
    ["NONE_FAILED", [S, C], "upstream_canceled"],
    ["ALL_DONE", [F, C], "run"],
    ["ALL_DONE", [X], X],
    ["AT_LEAST_ONE_FAILED", [S, F], "run"],
    ["AT_LEAST_ONE_FAILED", [S, C], X],
    ["ALL_FAILED", [F, "timed_out"], "run"],
    ["ALL_FAILED", [S, F], X],
  ];
  it.each(cases)("%s after %j: %s", (runIf, dependencies, expected) => {
    const ended = dependencies.map((ending, i) => ({ task_key: `t${i}`, ending, taken: true }));
    expect(decideRun(runIf, ended)?.ending ?? "run").toBe(expected);
  });

  const branches: readonly (readonly [string, readonly boolean[], Ending | "run"])[] = [
    ["ALL_SUCCESS", [true], "run"],
    ["ALL_SUCCESS", [false], X],
    ["ALL_SUCCESS", [true, false], X],
    ["AT_LEAST_ONE_SUCCESS", [true, false], "run"],
    ["ALL_DONE", [false], X],
  ];
  it.each(branches)("%s with edges taken %j: %s", (runIf, edges, expected) => {
    const ended = edges.map((taken, i) => ({ task_key: `t${i}`, ending: S, taken }) as const);
    expect(decideRun(runIf, ended)?.ending ?? "run").toBe(expected);
  });

  it("names those that are to blame", () => {
    const ended = [
      { task_key: "good", ending: S, taken: true },
      { task_key: "bad", ending: F, taken: true },
    ] as const;
    expect(decideRun(undefined, ended)?.message).toBe("Upstream task bad failed.");
  });
});

describe("outcomeOfRun", () => {
  const task = (ending: Ending, isLeaf = true, message = ""): EndedTask => ({
    task_key: `${ending}_task`,
    isLeaf,
    outcome: { ending, message },
  });

  const cases: readonly (readonly [string, readonly EndedTask[], Ending])[] = [
    ["all succeeded", [task(S, false), task(S)], S],
    ["an excluded leaf", [task(S), task(X)], S],
    ["a failed leaf", [task(S), task(F)], "run_failed"],
    ["a leaf after a failure", [task(F, false), task("upstream_failed")], "run_failed"],
    ["a failure that the leaf made up for", [task(F, false), task(S)], "success_with_failures"],
    ["a leaf that the workspace failed", [task("internal_error")], "internal_error"],
    ["a canceled leaf", [task(S), task(C)], C],
    ["a canceled leaf and a failed one", [task(C), task(F)], "run_failed"],
  ];
  it.each(cases)("%s", (_, tasks, expected) => {
    expect(outcomeOfRun(tasks).ending).toBe(expected);
  });

  it("takes message and code from the task that failed first", () => {
    const outcome = outcomeOfRun([
      task("upstream_failed"),
      {
        ...task("misconfigured", false, "No file."),
        outcome: { ending: "misconfigured", message: "No file.", code: "RESOURCE_NOT_FOUND" },
      },
    ]);
    expect(outcome).toEqual({
      ending: "run_failed",
      message: "Task misconfigured_task failed with message: No file.",
      code: "RESOURCE_NOT_FOUND",
    });
  });
});
