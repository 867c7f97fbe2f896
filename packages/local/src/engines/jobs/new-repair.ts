import type { NewRun, Origin } from "./new-run.js";
import { type RepairRequest, latestAttempts, stretchesOf, tasksToRepair } from "./repairs.js";
import type { JobParameter, RunRecord, TaskRunRecord } from "./run-records.js";
import type { JobSettings, TaskDefinition } from "./settings.js";

/** A run that is repaired, and the attempts that are new. */
export interface RepairedRun extends NewRun {
  readonly run: RunRecord & Required<Pick<RunRecord, "repair">>;
}

/** What repairs are made with. */
export interface RepairOrigin extends Pick<Origin, "now" | "takeIds"> {
  /** The job's, as they are now; undefined: there is no such job, or no longer. */
  readonly settings: JobSettings | undefined;
}

/**
 * A run that goes on with new attempts of some of its tasks, which are those of the job's present
 * definition as far as it still has them.
 *
 * @param tasks all attempts, in the order in which they were planned
 * @throws WorkspaceError when the run can't be repaired so
 */
export function repairedRun(
  run: RunRecord,
  tasks: readonly TaskRunRecord[],
  request: RepairRequest,
  { now, takeIds, settings }: RepairOrigin,
): RepairedRun {
  const keys = tasksToRepair(run, tasks, request);
  const id = takeIds(1 + keys.size);
  const again = [...latestAttempts(tasks)].filter(([key]) => keys.has(key));
  const attempts = again.map(([key, latest], index) => {
    const current = settings?.tasks?.find(({ task_key }) => task_key === key);
    const task = withParameters(current ?? latest.definition ?? latest.task, request);
    return nextAttempt(latest, id + 1 + index, task);
  });
  const repaired = {
    ...run,
    progress: { phase: "PENDING" },
    end_time: 0,
    job_parameters: withValues(run.job_parameters, request.job_parameters),
    ...(request.notebook_params && { notebook_params: request.notebook_params }),
    task_run_ids: [...run.task_run_ids, ...attempts.map(({ run_id }) => run_id)],
    stretches: stretchesOf(run),
    repair: { id, start_time: now },
  } as const;
  return { run: repaired, tasks: attempts };
}

function nextAttempt(latest: TaskRunRecord, id: number, task: TaskDefinition): TaskRunRecord {
  return {
    run_id: id,
    job_run_id: latest.job_run_id,
    attempt_number: latest.attempt_number + 1,
    original_attempt_run_id: latest.original_attempt_run_id,
    task,
    start_time: 0,
    end_time: 0,
    setup_duration: 0,
    execution_duration: 0,
    progress: { phase: task.depends_on?.length ? "BLOCKED" : "PENDING" },
  };
}

function withParameters(
  task: TaskDefinition,
  { python_params: parameters }: RepairRequest,
): TaskDefinition {
  const { spark_python_task: python } = task;
  return python && parameters ? { ...task, spark_python_task: { ...python, parameters } } : task;
}

function withValues(
  parameters: readonly JobParameter[],
  given: Readonly<Record<string, string>> = {},
): readonly JobParameter[] {
  const known = new Set(parameters.map(({ name }) => name));
  return [
    ...parameters.map((each) => ({ ...each, value: given[each.name] ?? each.value })),
    ...Object.entries(given)
      .filter(([name]) => !known.has(name))
      .map(([name, value]) => ({ name, value })),
  ];
}
