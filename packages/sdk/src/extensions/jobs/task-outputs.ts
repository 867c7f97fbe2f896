import type { CallOptions, Int64 } from "../../api-client/index.js";
import { BadRequest, NotFound } from "../../errors/index.js";
import { mapConcurrently } from "../../internal/index.js";
import type { Run, RunOutput, RunTask } from "../../services/jobs/index.gen.js";
import type { GetOutput } from "./explain-tasks.js";
import { lastAttempts } from "./run-outcome.js";

/** How a task of a run ended, and what it left. */
export interface TaskOutput {
  readonly taskKey: string;
  /** The task's own run; absent where the service gave none. */
  readonly runId?: Int64;
  /** Its result, e.g. `SUCCESS` or `FAILED`; without one where it stands, e.g. `RUNNING`. */
  readonly state: string;
  /** The service's words for it; empty where it has none. */
  readonly message: string;
  /** The exception, of a task that failed with one. */
  readonly error?: string;
  /** The stack trace that belongs to it. */
  readonly trace?: string;
  /** The result of a notebook, logs and the like; absent for tasks that have none. */
  readonly output?: RunOutput;
  /** One for each input of a for-each task, in their order. */
  readonly iterations?: readonly TaskOutput[];
}

/** The calls that outputs are collected with. */
export interface OutputCalls {
  readonly getRun: (
    request: { readonly run_id: Int64 },
    options: CallOptions | undefined,
  ) => Promise<Run>;
  readonly getOutput: GetOutput;
}

const requestsAtOnce = 8;

/** What the tasks of a run left, each by its last attempt. */
export async function taskOutputs(
  run: Run,
  { getRun, getOutput }: OutputCalls,
  options: CallOptions = {},
): Promise<readonly TaskOutput[]> {
  const tasks = partsOf(run);
  const loops = await mapConcurrently(tasks, requestsAtOnce, async ({ run_id, for_each_task }) =>
    for_each_task === undefined || run_id === undefined
      ? undefined
      : ((await getRun({ run_id }, options)).iterations ?? []),
  );
  const leaves = tasks.flatMap((task, index) => loops[index] ?? [task]);
  const outputs = await mapConcurrently(leaves, requestsAtOnce, ({ run_id }) =>
    run_id === undefined ? Promise.resolve(undefined) : findOutput(run_id, getOutput, options),
  );
  const described = leaves.map((task, index) => describe(task, outputs[index]));
  let next = 0;
  const take = (): TaskOutput => described[next++]!; // as many as there are leaves
  return tasks.map((task, index) => {
    const iterations = loops[index];
    return iterations === undefined
      ? take()
      : { ...describe(task, undefined), iterations: iterations.map(take) };
  });
}

/** The run of a for-each task is made of its iterations, any other one of tasks. */
function partsOf(run: Run): readonly RunTask[] {
  const { iterations = [] } = run;
  return iterations.length > 0 ? iterations : lastAttempts(run);
}

/** Some kinds of task have no output, and neither has one that did not run: the service refuses. */
async function findOutput(
  run_id: Int64,
  getOutput: GetOutput,
  options: CallOptions,
): Promise<RunOutput | undefined> {
  try {
    return await getOutput({ run_id }, options);
  } catch (error) {
    if (error instanceof BadRequest || error instanceof NotFound) return undefined;
    throw error;
  }
}

function describe(task: RunTask, output: RunOutput | undefined): TaskOutput {
  const { task_key: taskKey, run_id: runId, state = {}, status } = task;
  const { error = "", error_trace: trace = "" } = output ?? {};
  return {
    taskKey,
    ...(runId === undefined ? {} : { runId }),
    state: state.result_state ?? state.life_cycle_state ?? status?.state ?? "",
    message: state.state_message ?? status?.termination_details?.message ?? "",
    ...(error === "" ? {} : { error }),
    ...(trace === "" ? {} : { trace }),
    ...(output === undefined ? {} : { output }),
  };
}
