import type { Job } from "./job-definitions.js";
import { runAsUser } from "./job-definitions.js";
import { invalid } from "./job-errors.js";
import { resolveText } from "./references.js";
import type { JobParameter, RunRecord, TaskRunRecord } from "./run-records.js";
import { runReference } from "./run-references.js";
import { withTaskDefaults } from "./settings-defaults.js";
import type { JobSettings, RunSettings, TaskDefinition } from "./settings.js";
import { checkRunSettings, requireTasks } from "./validate-settings.js";

/** What a run of a job is asked for. */
export interface RunNowRequest {
  readonly job_id: number;
  readonly idempotency_token?: string | undefined;
  readonly job_parameters?: Readonly<Record<string, string>> | undefined;
  /** In place of the parameters of all Python tasks. */
  readonly python_params?: readonly string[] | undefined;
  /** In place of parameters of all notebooks. */
  readonly notebook_params?: Readonly<Record<string, string>> | undefined;
  /** Keys of the tasks to run. Default: all. */
  readonly only?: readonly string[] | undefined;
  readonly queue?: { readonly enabled?: boolean | undefined } | undefined;
}

/** A run that no job defines. */
export interface SubmitRequest extends RunSettings {
  readonly run_name?: string | undefined;
  readonly idempotency_token?: string | undefined;
}

/** A run and its tasks, to be kept. */
export interface NewRun {
  readonly run: RunRecord;
  readonly tasks: readonly TaskRunRecord[];
}

/** What new runs are made with. */
export interface Origin {
  readonly userName: string;
  /** Milliseconds since the Unix epoch. */
  readonly now: number;
  readonly workspaceId: number;
  /** The first of that many ids in a row. */
  readonly takeIds: (count: number) => number;
}

/** A run of a job. @throws {WorkspaceError} `INVALID_PARAMETER_VALUE`. */
export function runOfJob(job: Job, request: RunNowRequest, origin: Origin): NewRun {
  const { settings } = job;
  const { python_params: parameters } = request;
  const chosen = choose(requireTasks(settings, `Job ${job.job_id}`), request.only);
  const tasks = parameters ? chosen.map((task) => withParameters(task, parameters)) : chosen;
  const made = newRun(settings, tasks, origin, {
    job_id: job.job_id,
    run_name: settings.name ?? "Untitled",
    run_type: "JOB_RUN",
    run_as_user_name: runAsUser(settings, job.creator_user_name),
  });
  const job_parameters = jobParameters(made.run, settings, request, origin.workspaceId);
  const run = {
    ...made.run,
    job_parameters,
    ...(parameters ? { python_params: parameters } : {}),
    ...(request.notebook_params ? { notebook_params: request.notebook_params } : {}),
  };
  return { ...made, run };
}

/** A run without a job; it gets a job's id all the same. @throws {WorkspaceError} */
export function submittedRun(request: SubmitRequest, origin: Origin): NewRun {
  const tasks = requireTasks(request, "the run");
  checkRunSettings(request);
  const inGit = request.git_source !== undefined;
  const complete = tasks.map((task) => withTaskDefaults(task, inGit));
  return newRun(request, complete, origin, {
    job_id: origin.takeIds(1),
    run_name: request.run_name || "Untitled",
    run_type: "SUBMIT_RUN",
    run_as_user_name: runAsUser(request, origin.userName),
  });
}

function newRun(
  settings: JobSettings,
  tasks: readonly TaskDefinition[],
  origin: Origin,
  owner: Pick<RunRecord, "job_id" | "run_as_user_name" | "run_name" | "run_type">,
): NewRun {
  const run_id = origin.takeIds(1 + tasks.length);
  const records = tasks.map((task, index) => newTaskRun(run_id, run_id + 1 + index, task));
  const run: RunRecord = {
    ...owner,
    run_id,
    creator_user_name: origin.userName,
    start_time: origin.now,
    end_time: 0,
    queue_duration: 0,
    progress: { phase: "PENDING" },
    timeout_seconds: settings.timeout_seconds ?? 0,
    job_clusters: settings.job_clusters,
    environments: settings.environments,
    git_source: settings.git_source,
    job_parameters: [],
    task_run_ids: records.map((record) => record.run_id),
  };
  return { run, tasks: records };
}

function newTaskRun(runId: number, id: number, task: TaskDefinition): TaskRunRecord {
  return {
    run_id: id,
    job_run_id: runId,
    attempt_number: 0,
    original_attempt_run_id: id,
    task,
    start_time: 0,
    end_time: 0,
    setup_duration: 0,
    execution_duration: 0,
    progress: { phase: task.depends_on?.length ? "BLOCKED" : "PENDING" },
  };
}

function choose(
  tasks: readonly TaskDefinition[],
  only: readonly string[] | undefined,
): readonly TaskDefinition[] {
  if (!only?.length) return tasks;
  const unknown = only.find((key) => !tasks.some((task) => task.task_key === key));
  if (unknown !== undefined) throw invalid(`only: the job has no task '${unknown}'.`);
  return tasks.filter((task) => only.includes(task.task_key));
}

function withParameters(task: TaskDefinition, parameters: readonly string[]): TaskDefinition {
  const { spark_python_task: python } = task;
  return python ? { ...task, spark_python_task: { ...python, parameters } } : task;
}

/** Defaults of the job, what the request puts in their place, and what it adds. */
function jobParameters(
  run: RunRecord,
  { parameters: defined = [] }: JobSettings,
  { job_parameters: given = {} }: RunNowRequest,
  workspaceId: number,
): JobParameter[] {
  const resolve = (text: string): string =>
    resolveText(text, (name) => runReference(name, run, workspaceId));
  const names = new Set(defined.map((parameter) => parameter.name));
  return [
    ...defined.map(({ name, default: standard }) => ({
      name,
      default: standard,
      value: resolve(given[name] ?? standard),
    })),
    ...Object.entries(given)
      .filter(([name]) => !names.has(name))
      .map(([name, value]) => ({ name, value: resolve(value) })),
  ];
}
