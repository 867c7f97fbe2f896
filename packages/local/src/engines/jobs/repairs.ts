import { WorkspaceError } from "../../errors/index.js";
import { invalid } from "./job-errors.js";
import type { RunRecord, TaskRunRecord } from "./run-records.js";
import { type Progress, countsAs } from "./run-state.js";

/** What of a run is to be run again. */
export interface RepairRequest {
  readonly run_id: number;
  /** Keys of tasks; this or the next. */
  readonly rerun_tasks?: readonly string[] | undefined;
  readonly rerun_all_failed_tasks?: boolean | undefined;
  /** With `rerun_tasks`: those that depend on them too, however they ended. */
  readonly rerun_dependent_tasks?: boolean | undefined;
  /** The repair that the caller knows as the latest; needed from the second one on. */
  readonly latest_repair_id?: number | undefined;
  readonly job_parameters?: Readonly<Record<string, string>> | undefined;
  readonly notebook_params?: Readonly<Record<string, string>> | undefined;
  readonly python_params?: readonly string[] | undefined;
}

/** One stretch of a run: the first is what it began as, each other a repair. */
export interface RunStretch {
  /** Of the repair; undefined for the first. */
  readonly id?: number;
  readonly start_time: number;
  /** 0 until it has ended. */
  readonly end_time: number;
  readonly progress: Progress;
  readonly task_run_ids: readonly number[];
}

/** The latest attempt of each task of a run, by key. */
export function latestAttempts(
  tasks: readonly TaskRunRecord[],
): ReadonlyMap<string, TaskRunRecord> {
  return new Map(tasks.map((record) => [record.task.task_key, record]));
}

/**
 * The keys of the tasks that a request asks for.
 *
 * @param tasks all attempts, in the order in which they were planned
 * @throws WorkspaceError when the run can't be repaired so
 */
export function tasksToRepair(
  run: RunRecord,
  tasks: readonly TaskRunRecord[],
  request: RepairRequest,
): ReadonlySet<string> {
  checkState(run, request);
  const { rerun_tasks: named = [], rerun_all_failed_tasks: allFailed = false } = request;
  if (allFailed === named.length > 0) {
    throw invalid("Give either rerun_tasks or rerun_all_failed_tasks.");
  }
  const latest = latestAttempts(tasks);
  if (allFailed) return failedTasks(run, latest);
  const unknown = named.find((key) => !latest.has(key));
  if (unknown !== undefined) {
    throw invalid(`rerun_tasks: run ${run.run_id} has no task '${unknown}'.`);
  }
  const chosen = new Set(named);
  return request.rerun_dependent_tasks ? withDependents(chosen, latest) : chosen;
}

/** What a run consists of, oldest first; just one stretch unless it was repaired. */
export function stretchesOf(run: RunRecord): readonly RunStretch[] {
  const { stretches = [], start_time, end_time, progress, task_run_ids: ids } = run;
  const earlier = stretches.flatMap((stretch) => stretch.task_run_ids).length;
  const last = { end_time, progress, task_run_ids: ids.slice(earlier) };
  const { repair } = run;
  return [...stretches, repair ? { ...repair, ...last } : { start_time, ...last }];
}

function checkState(run: RunRecord, { latest_repair_id: known }: RepairRequest): void {
  if (run.progress.phase !== "ENDED") {
    throw new WorkspaceError(
      "INVALID_STATE",
      `Run ${run.run_id} is active. A run can be repaired once it has ended.`,
    );
  }
  const latest = run.repair?.id;
  if (latest === known) return;
  throw invalid(
    latest === undefined
      ? `latest_repair_id: run ${run.run_id} has not been repaired yet, so leave it out.`
      : `latest_repair_id: must be ${latest}, the id of the latest repair of run ${run.run_id}.`,
  );
}

function failedTasks(
  run: RunRecord,
  latest: ReadonlyMap<string, TaskRunRecord>,
): ReadonlySet<string> {
  const failed = [...latest].filter(([, { progress }]) => {
    if (progress.phase !== "ENDED") return false;
    return ["failed", "canceled"].includes(countsAs(progress.outcome.ending));
  });
  if (failed.length > 0) return new Set(failed.map(([key]) => key));
  throw invalid(`rerun_all_failed_tasks: run ${run.run_id} has no failed tasks.`);
}

function withDependents(
  chosen: ReadonlySet<string>,
  latest: ReadonlyMap<string, TaskRunRecord>,
): ReadonlySet<string> {
  const all = new Set(chosen);
  for (const key of all) {
    for (const [other, { task }] of latest) {
      if (task.depends_on?.some((edge) => edge.task_key === key)) all.add(other);
    }
  }
  return all;
}
