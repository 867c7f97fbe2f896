import type { WaitOptions, Waiter, Waiting } from "../../waiting/index.js";
import type { Run } from "../../services/jobs/index.gen.js";
import { JobRunFailed } from "./job-run-failed.js";
import { failedTasks, failureState } from "./run-outcome.js";
import type { FailedTask } from "./run-outcome.js";
import type { TaskOutput } from "./task-outputs.js";

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

/** Gets what the tasks of a run left. */
export type GetOutputs = (
  run: Run,
  signal: AbortSignal | undefined,
) => Promise<readonly TaskOutput[]>;

/** A {@link Waiter} for the end of a job run. */
export interface RunWaiter<R> extends Waiter<Run, R> {
  /**
   * Waits for the end of the run, good or bad, and gets what its tasks left: results, logs, and of
   * those that failed their errors. Does not throw because the run failed.
   */
  outputs(options?: Omit<WaitOptions<Run>, "throwOnFailure">): Promise<readonly TaskOutput[]>;
}

/** What a {@link runWaiter} needs beside the polling. */
export interface RunWaiterInit {
  readonly explain: ExplainTasks;
  readonly getOutputs: GetOutputs;
  /** A state that counts as success here although it does not elsewhere. */
  readonly accept?: string;
}

/** A waiter that ends in a run, and throws a {@link JobRunFailed} for one that failed. */
export function runWaiter<R>(
  polled: Waiter<Run, R>,
  { explain, getOutputs, accept }: RunWaiterInit,
): RunWaiter<R> {
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
    async outputs(options = {}): Promise<readonly TaskOutput[]> {
      return getOutputs(await polled.result(options), options.signal);
    },
  };
}
