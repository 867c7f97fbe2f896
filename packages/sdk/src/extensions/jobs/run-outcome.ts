import type { Int64 } from "../../api-client/index.js";
import type { Run, RunState, RunTask } from "../../services/jobs/index.gen.js";

/** A task that made its run fail. */
export interface FailedTask {
  readonly taskKey: string;
  /** The task's own run, to be used with `getRunOutput`; absent where the service gave none. */
  readonly runId?: Int64;
  /** How it ended, e.g. `FAILED`, `TIMEDOUT`, `INTERNAL_ERROR`. */
  readonly state: string;
  /** The service's words for it; empty where it has none. */
  readonly message: string;
  /** The exception, where the task's output has one. */
  readonly error?: string;
  /** The stack trace, where the task's output has one. */
  readonly trace?: string;
}

const good: ReadonlySet<string> = new Set([
  "SUCCESS",
  "SUCCESS_WITH_FAILURES",
  "EXCLUDED",
  "DISABLED",
]);
const consequences: ReadonlySet<string> = new Set(["UPSTREAM_FAILED", "UPSTREAM_CANCELED"]);

/**
 * How a run or task failed, e.g. `FAILED`; `undefined` for one that did not. One that was skipped
 * did not run, and so did not fail.
 */
export function failureState(state: RunState | undefined): string | undefined {
  const { life_cycle_state, result_state } = state ?? {};
  if (life_cycle_state === "INTERNAL_ERROR") return result_state ?? life_cycle_state;
  if (life_cycle_state !== "TERMINATED" || result_state === undefined) return undefined;
  return good.has(result_state) ? undefined : result_state;
}

/** The tasks of a run, each by its last attempt. */
export function lastAttempts({ tasks = [] }: Run): readonly RunTask[] {
  const last = new Map<string, RunTask>();
  for (const task of tasks) {
    const before = last.get(task.task_key);
    if (before === undefined || (task.attempt_number ?? 0) >= (before.attempt_number ?? 0)) {
      last.set(task.task_key, task);
    }
  }
  return [...last.values()];
}

/**
 * The tasks whose last attempt failed, without those that failed only because others did. A
 * repaired or retried task that went well in the end is not among them.
 */
export function failedTasks(run: Run): readonly FailedTask[] {
  return lastAttempts(run).flatMap((task) => {
    const state = failureState(task.state);
    if (state === undefined || consequences.has(state)) return [];
    const runId = task.run_id === undefined ? {} : { runId: task.run_id };
    const message = task.state?.state_message ?? "";
    return [{ taskKey: task.task_key, ...runId, state, message }];
  });
}
