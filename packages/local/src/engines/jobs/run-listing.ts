import { invalid } from "./job-errors.js";
import { type Page, type PageRequest, newestFirst } from "./paging.js";
import type { RunRecord } from "./run-records.js";

/** Which runs to list. */
export interface RunFilter extends PageRequest {
  readonly job_id?: number | undefined;
  readonly active_only?: boolean | undefined;
  readonly completed_only?: boolean | undefined;
  readonly run_type?: string | undefined;
  /** Milliseconds since the Unix epoch, inclusive. */
  readonly start_time_from?: number | undefined;
  /** Milliseconds since the Unix epoch, inclusive. */
  readonly start_time_to?: number | undefined;
}

/** A page of runs, newest first. @throws {WorkspaceError} `INVALID_PARAMETER_VALUE`. */
export function listRuns(runs: readonly RunRecord[], filter: RunFilter): Page<RunRecord> {
  if (filter.active_only && filter.completed_only) {
    throw invalid("active_only, completed_only: only one of them can be true.");
  }
  const found = runs.filter((run) => matches(run, filter));
  return newestFirst(found, (run) => run.run_id, filter, { standard: 20, most: 25, zero: 25 });
}

function matches(run: RunRecord, filter: RunFilter): boolean {
  const ended = run.progress.phase === "ENDED";
  return (
    (filter.job_id === undefined || run.job_id === filter.job_id) &&
    !(filter.active_only && ended) &&
    !(filter.completed_only && !ended) &&
    (!filter.run_type || run.run_type === filter.run_type) &&
    run.start_time >= (filter.start_time_from ?? 0) &&
    run.start_time <= (filter.start_time_to ?? Number.POSITIVE_INFINITY)
  );
}
