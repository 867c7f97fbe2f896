import type { WaitOptions, Waiter, Waiting } from "../../waiting/index.js";
import type { Run } from "../../services/jobs/index.gen.js";
import { JobRunFailed } from "./job-run-failed.js";
import { failedTasks, failureState } from "./run-outcome.js";
import type { FailedTask } from "./run-outcome.js";

/** A run may take days, so nothing but the caller's own limit ends the wait for it. */
export const untilRunEnds: Waiting = {
  status: ["state", "life_cycle_state"],
  message: ["state", "state_message"],
  success: ["TERMINATED", "SKIPPED", "INTERNAL_ERROR"],
  failure: [],
  minutes: Number.POSITIVE_INFINITY,
};

/** Completes failed tasks by the errors in their outputs. */
export type ExplainTasks = (
  tasks: readonly FailedTask[],
  signal: AbortSignal | undefined,
) => Promise<readonly FailedTask[]>;

/** How a {@link runWaiter} tells good from bad. */
export interface RunWaiterInit {
  readonly explain: ExplainTasks;
  /** A state that counts as success here although it does not elsewhere. */
  readonly accept?: string;
}

/** A waiter that ends in a run, and throws a {@link JobRunFailed} for one that failed. */
export function runWaiter<R>(
  polled: Waiter<Run, R>,
  { explain, accept }: RunWaiterInit,
): Waiter<Run, R> {
  const { response } = polled;
  return {
    response,
    [Symbol.asyncIterator]: () => polled[Symbol.asyncIterator](),
    async result(options: WaitOptions<Run> = {}): Promise<Run> {
      const run = await polled.result(options);
      const state = failureState(run.state);
      if (options.throwOnFailure === false || state === undefined || state === accept) return run;
      const tasks = await explain(failedTasks(run), options.signal);
      throw new JobRunFailed({ run, state, failedTasks: tasks, response });
    },
  };
}
