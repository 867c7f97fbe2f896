import { type Outcome, countsAs } from "./run-state.js";

/** How one task ended, and whether others depend on it. */
export interface EndedTask {
  readonly task_key: string;
  readonly outcome: Outcome;
  readonly isLeaf: boolean;
}

/**
 * How a run ends from how its tasks did. The leaves of the graph decide: a failure before them that
 * they made up for leaves a run that succeeded with failures.
 */
export function outcomeOfRun(tasks: readonly EndedTask[]): Outcome {
  const counted = (kind: string): EndedTask[] =>
    tasks.filter(({ outcome }) => countsAs(outcome.ending) === kind);
  const failed = counted("failed");
  if (failed.some(({ isLeaf }) => isLeaf)) return failedBy(failed);
  if (counted("canceled").some(({ isLeaf }) => isLeaf)) {
    return { ending: "canceled", message: "A task of the run was canceled." };
  }
  return failed.length > 0
    ? { ending: "success_with_failures", message: "" }
    : { ending: "success", message: "" };
}

function failedBy(failed: readonly EndedTask[]): Outcome {
  const cause = failed.find(({ outcome }) => outcome.ending !== "upstream_failed") ?? failed[0];
  if (!cause) return { ending: "run_failed", message: "" };
  const { message, code } = cause.outcome;
  const reason = message.replace(/\.$/, "");
  return {
    ending: cause.outcome.ending === "internal_error" ? "internal_error" : "run_failed",
    message: `Task ${cause.task_key} failed with message: ${reason}.`,
    ...(code === undefined ? {} : { code }),
  };
}
