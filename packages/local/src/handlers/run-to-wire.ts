import type * as wire from "databricks-sdk-ts/jobs";
import {
  ARRAY_PAGE,
  type RunRecord,
  type RunStretch,
  type RunView,
  type TaskOutput,
  type TaskRunRecord,
  arrayOffset,
  pageArrays,
  runState,
  stretchesOf,
} from "../engines/jobs/index.js";
import type { RequestContext } from "../http/context.js";

/** Bytes. */
const NOTEBOOK_RESULT_LIMIT = 5_000_000;

/** What of a request shapes the answer. */
export interface RunFormat {
  readonly context: Pick<RequestContext, "host" | "workspaceId">;
  /** Whether tasks show what their references became. */
  readonly resolvedValues?: boolean | undefined;
  /** Whether a run shows its repairs. */
  readonly history?: boolean | undefined;
}

/** A run with one page of its arrays, or the run of one task when the id was that of a task run. */
export function runToWire(
  { run, tasks, taskRun }: RunView,
  pageToken: string | undefined,
  format: RunFormat,
): wire.Run {
  if (taskRun) return taskRunAsRun(run, taskRun, format);
  const arrays = {
    tasks: tasks.map((task) => taskToWire(run, task, format)),
    ...clustersOf(run),
    ...parametersOf(run),
  };
  const { page, next } = pageArrays(arrays, arrayOffset(pageToken));
  return {
    ...header(run, format),
    ...(format.history ? { repair_history: stretchesOf(run).map(stretchToWire) } : {}),
    ...page,
    ...(next === undefined ? {} : { has_more: true, next_page_token: next }),
  };
}

function stretchToWire(stretch: RunStretch): wire.RepairHistoryItem {
  const { id, start_time, end_time, task_run_ids } = stretch;
  return {
    type: id === undefined ? "ORIGINAL" : "REPAIR",
    ...(id === undefined ? {} : { id }),
    start_time,
    end_time,
    ...runState(stretch.progress),
    task_run_ids: [...task_run_ids],
  };
}

/** A run in a listing: with the first of its tasks and clusters, or without any. */
export function listedRunToWire(
  run: RunRecord,
  tasks: readonly TaskRunRecord[] | undefined,
  format: RunFormat,
): wire.BaseRun {
  const more = run.task_run_ids.length > ARRAY_PAGE;
  const arrays = tasks
    ? {
        tasks: tasks.slice(0, ARRAY_PAGE).map((task) => taskToWire(run, task, format)),
        ...clustersOf(run),
      }
    : {};
  const { page } = pageArrays({ ...arrays, ...parametersOf(run) }, 0);
  return { ...header(run, format), ...page, ...(more ? { has_more: true } : {}) };
}

/** What a task run left. */
export function outputToWire(output: TaskOutput, format: RunFormat): wire.RunOutput {
  const { run, taskRun, log } = output;
  return {
    metadata: taskRunAsRun(run, taskRun, format),
    // What notebooks print is in their export.
    ...(taskRun.task.notebook_task ? { notebook_output: notebookOutput(taskRun) } : logsOf(log)),
    ...(taskRun.error === undefined ? {} : { error: taskRun.error }),
    ...(taskRun.error_trace === undefined ? {} : { error_trace: taskRun.error_trace }),
  };
}

function logsOf(log: TaskOutput["log"]): Pick<wire.RunOutput, "logs" | "logs_truncated"> {
  return log ? { logs: log.text, logs_truncated: log.truncated } : {};
}

/** The first 5 MB of what a notebook exited with. */
function notebookOutput({ exit_value: value }: TaskRunRecord): wire.NotebookOutput {
  if (value === undefined) return {};
  const bytes = Buffer.from(value);
  const truncated = bytes.byteLength > NOTEBOOK_RESULT_LIMIT;
  return {
    result: truncated ? bytes.toString("utf8", 0, NOTEBOOK_RESULT_LIMIT) : value,
    truncated,
  };
}

function taskRunAsRun(run: RunRecord, task: TaskRunRecord, format: RunFormat): wire.Run {
  return {
    ...header(run, format),
    ...timesOf(task),
    ...runState(task.progress),
    run_id: task.run_id,
    job_run_id: run.run_id,
    original_attempt_run_id: task.original_attempt_run_id,
    attempt_number: task.attempt_number,
    run_page_url: pageUrl(run, task.run_id, format),
    ...(task.attempt_number > 0 ? { trigger: "RETRY" } : {}),
    ...parametersOf(run),
    tasks: [taskToWire(run, task, format)],
  };
}

function taskToWire(run: RunRecord, record: TaskRunRecord, format: RunFormat): wire.RunTask {
  const { cluster_id, condition_outcome: outcome } = record;
  // Runs do not show which health rules their tasks have.
  const { health: _, ...task } = record.task as TaskRunRecord["task"] & {
    readonly health?: object;
  };
  const { condition_task: condition, notebook_task: notebook, spark_python_task: python } = task;
  const resolved = {
    ...(python ? { spark_python_task: { parameters: [...(python.parameters ?? [])] } } : {}),
    ...(notebook ? { notebook_task: { base_parameters: notebook.base_parameters ?? {} } } : {}),
    ...(condition ? { condition_task: { left: condition.left, right: condition.right } } : {}),
  };
  const shown = {
    ...task,
    ...(condition && outcome !== undefined
      ? { condition_task: { ...condition, outcome: String(outcome) } }
      : {}),
    ...timesOf(record),
    ...runState(record.progress),
    run_id: record.run_id,
    attempt_number: record.attempt_number,
    run_page_url: pageUrl(run, record.run_id, format),
    ...(cluster_id === undefined ? {} : { cluster_instance: { cluster_id } }),
    ...(format.resolvedValues ? { resolved_values: resolved } : {}),
  };
  // The task came in as a type of the API; the engine knows some of its fields only.
  return shown as unknown as wire.RunTask;
}

function header(run: RunRecord, format: RunFormat): wire.BaseRun {
  const { run_id, job_id, start_time, end_time, queue_duration } = run;
  return {
    job_id,
    run_id,
    number_in_job: run_id,
    original_attempt_run_id: run_id,
    run_name: run.run_name,
    run_type: run.run_type,
    creator_user_name: run.creator_user_name,
    run_page_url: pageUrl(run, run_id, format),
    trigger: "ONE_TIME",
    ...runState(run.progress),
    start_time,
    end_time,
    setup_duration: 0,
    execution_duration: 0,
    cleanup_duration: 0,
    run_duration: end_time === 0 ? 0 : end_time - start_time,
    queue_duration,
    ...overridesOf(run),
    // Kept as it came.
    ...(run.git_source ? { git_source: run.git_source as wire.GitSource } : {}),
  };
}

function overridesOf({
  python_params,
  notebook_params,
}: RunRecord): Pick<wire.BaseRun, "overriding_parameters"> {
  if (!python_params && !notebook_params) return {};
  return {
    overriding_parameters: {
      ...(python_params && { python_params: [...python_params] }),
      ...(notebook_params && { notebook_params: { ...notebook_params } }),
    },
  };
}

function timesOf(
  task: TaskRunRecord,
): Pick<
  wire.RunTask,
  "cleanup_duration" | "end_time" | "execution_duration" | "setup_duration" | "start_time"
> {
  const { start_time, end_time, setup_duration, execution_duration } = task;
  return { start_time, end_time, setup_duration, execution_duration, cleanup_duration: 0 };
}

function clustersOf({ job_clusters }: RunRecord): { job_clusters?: wire.JobCluster[] } {
  // Kept as they came.
  return job_clusters?.length ? { job_clusters: job_clusters as wire.JobCluster[] } : {};
}

function parametersOf({ job_parameters }: RunRecord): { job_parameters?: wire.JobParameter[] } {
  return job_parameters.length > 0 ? { job_parameters: [...job_parameters] } : {};
}

function pageUrl(run: RunRecord, runId: number, { context }: RunFormat): string {
  return `${context.host}/?o=${context.workspaceId}#job/${run.job_id}/run/${runId}`;
}
