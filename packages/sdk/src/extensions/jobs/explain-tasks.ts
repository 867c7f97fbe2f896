import type { CallOptions, Int64 } from "../../api-client/index.js";
import type { RunOutput } from "../../services/jobs/index.gen.js";
import type { FailedTask } from "./run-outcome.js";

/** Gets the output of a task's run. */
export type GetOutput = (
  request: { readonly run_id: Int64 },
  options: CallOptions,
) => Promise<RunOutput>;

const tasksAtMost = 20;
const timeout = 30_000;

/**
 * Adds to failed tasks what their outputs say of the failure; for the first 20, within 30 seconds.
 * Some kinds of task have no output, and a failure to get it must not hide the one of the task: so
 * nothing but the caller's signal makes this reject.
 */
export async function explainTasks(
  tasks: readonly FailedTask[],
  getOutput: GetOutput,
  signal: AbortSignal | undefined,
): Promise<readonly FailedTask[]> {
  const options = { timeout, ...(signal === undefined ? {} : { signal }) };
  const explained = tasks.slice(0, tasksAtMost).map(async (task) => {
    if (task.runId === undefined) return task;
    try {
      const output = await getOutput({ run_id: task.runId }, options);
      return { ...task, ...errorOf(output) };
    } catch {
      signal?.throwIfAborted();
      return task;
    }
  });
  return [...(await Promise.all(explained)), ...tasks.slice(tasksAtMost)];
}

function errorOf({ error, error_trace }: RunOutput): Pick<FailedTask, "error" | "trace"> {
  return {
    ...(error === undefined || error === "" ? {} : { error }),
    ...(error_trace === undefined || error_trace === "" ? {} : { trace: error_trace }),
  };
}
