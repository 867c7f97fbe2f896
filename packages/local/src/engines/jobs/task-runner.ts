import * as path from "node:path";
import type { PythonKit } from "../../python/index.js";
import { evaluateCondition } from "./condition.js";
import type { JobsPorts } from "./ports.js";
import { pythonEnvironment } from "./python-environment.js";
import { runPython } from "./python-task.js";
import { ClusterProblem, type RunClusters, type TaskCompute } from "./run-clusters.js";
import type { RunLogs } from "./run-logs.js";
import type { RunRecord, TaskRunRecord } from "./run-records.js";
import { type ConditionTask, taskType } from "./settings.js";
import type { Slots } from "./slots.js";
import { type TaskEnd, internalError, misconfigured } from "./task-end.js";
import { type TaskProgram, taskProgram } from "./task-program.js";

/** What runs tasks. */
export interface TaskRunnerOptions {
  readonly ports: JobsPorts;
  readonly kit: PythonKit;
  readonly logs: RunLogs;
  readonly slots: Slots;
  /** Below it each task run has a folder of its own. */
  readonly workFolder: string;
  readonly python: string;
  readonly runtimeVersion: string;
  readonly inherit: readonly string[];
}

/** One attempt of a task. */
export interface Attempt {
  readonly run: RunRecord;
  /** Its references are resolved. */
  readonly record: TaskRunRecord;
  readonly clusters: RunClusters;
  /** What other tasks of the run gave, by key of the task. */
  readonly taskValues: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
  readonly signal: AbortSignal;
  /** The program begins. */
  readonly onRunning: (clusterId: string | undefined) => void;
}

/** What an aborted attempt returns; whoever aborted it knows how it ends. */
const STOPPED: TaskEnd = { outcome: { ending: "canceled", message: "" }, mayRetry: false };

/** Runs an attempt of a task to its end, or until its signal aborts. Never rejects. */
export async function runTask(options: TaskRunnerOptions, attempt: Attempt): Promise<TaskEnd> {
  const { task } = attempt.record;
  try {
    if (task.condition_task) return decide(task.condition_task);
    if (!task.spark_python_task && !task.notebook_task) return notImplemented(taskType(task));
    return await onCompute(attempt, (compute) => runPythonTask(options, attempt, compute));
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    if (error instanceof ClusterProblem) return misconfigured(message, "CLUSTER_ERROR", true);
    return internalError(message);
  }
}

/** Waits for the task's cluster no longer than the signal allows, but for running work to its end. */
function onCompute(
  { clusters, record, signal }: Attempt,
  work: (compute: TaskCompute) => Promise<TaskEnd>,
): Promise<TaskEnd> {
  return new Promise((resolve, reject) => {
    const giveUp = (): void => resolve(STOPPED);
    signal.addEventListener("abort", giveUp);
    clusters
      .use(record.task, (compute) => {
        signal.removeEventListener("abort", giveUp);
        return signal.aborted ? Promise.resolve(STOPPED) : work(compute);
      })
      .then(resolve, reject);
  });
}

async function runPythonTask(
  options: TaskRunnerOptions,
  attempt: Attempt,
  compute: TaskCompute,
): Promise<TaskEnd> {
  const freeSlot = await options.slots.take(attempt.signal);
  if (!freeSlot) return STOPPED;
  try {
    const { record, run } = attempt;
    const program = await taskProgram(options.ports, options.kit, record.task, run);
    if ("outcome" in program) return program;
    const python = await interpreterFor(options, attempt, compute);
    if (typeof python !== "string") return python;
    return await runProgram(options, attempt, compute, { ...program, python });
  } finally {
    freeSlot();
  }
}

/** The interpreter that finds the packages a task needs; or how the task ends without them. */
async function interpreterFor(
  { ports: { libraries: port }, python }: TaskRunnerOptions,
  { record: { task }, run, signal }: Attempt,
  { clusterId }: TaskCompute,
): Promise<string | TaskEnd> {
  if (!port) return python;
  const { libraries = [], environment_key: key } = task;
  const prepare = async (): Promise<string> => {
    if (clusterId !== undefined) {
      if (libraries.length > 0) await port.installAndWait(clusterId, libraries);
      return port.interpreter(clusterId);
    }
    const environment = run.environments?.find(({ environment_key: known }) => known === key);
    return port.serverlessEnvironment(environment?.spec ?? {});
  };
  try {
    return await unlessStopped(prepare(), signal);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    const message = `Library installation failed: ${reason}`;
    return misconfigured(message, "LIBRARY_INSTALLATION_ERROR", true);
  }
}

/** Why: who cancels a run must not have to wait for an installation. */
function unlessStopped(work: Promise<string>, signal: AbortSignal): Promise<string | TaskEnd> {
  return new Promise((resolve, reject) => {
    const stop = (): void => resolve(STOPPED);
    if (signal.aborted) stop();
    signal.addEventListener("abort", stop);
    work.then(resolve, reject).finally(() => signal.removeEventListener("abort", stop));
  });
}

async function runProgram(
  options: TaskRunnerOptions,
  attempt: Attempt,
  { clusterId, variables }: TaskCompute,
  { python, ...program }: TaskProgram & { readonly python: string },
): Promise<TaskEnd> {
  const { record, run, signal } = attempt;
  const access = await options.ports.grantAccess({
    userName: run.run_as_user_name,
    runId: record.run_id,
  });
  try {
    attempt.onRunning(clusterId);
    return await runPython({
      program,
      taskValues: attempt.taskValues,
      python,
      folder: path.join(options.workFolder, String(record.run_id)),
      environment: {
        ...pythonEnvironment({
          record,
          access,
          workspaceId: options.ports.workspaceId,
          clusterId,
          jobId: run.job_id,
          clusterVariables: variables,
          inherit: options.inherit,
          runtimeVersion: options.runtimeVersion,
        }),
        ...options.kit.environment,
      },
      log: options.logs.open(record.run_id),
      signal,
    });
  } finally {
    options.logs.close(record.run_id);
    access.revoke();
  }
}

function decide(condition: ConditionTask): TaskEnd {
  try {
    const conditionOutcome = evaluateCondition(condition);
    return { outcome: { ending: "success", message: "" }, mayRetry: false, conditionOutcome };
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    return misconfigured(error.message, "INVALID_RUN_CONFIGURATION");
  }
}

function notImplemented(type: string | undefined): TaskEnd {
  return internalError(
    `The task type ${type} is not implemented by the local workspace. ` +
      "It runs spark_python_task, notebook_task and condition_task.",
  );
}
