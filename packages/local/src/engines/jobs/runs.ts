import type { Clock } from "../../clock/index.js";
import { WorkspaceError } from "../../errors/index.js";
import type { Store } from "../../state/index.js";
import type { Ids } from "./ids.js";
import type { JobDefinitions } from "./job-definitions.js";
import { invalid, noJob, noRun } from "./job-errors.js";
import {
  type NewRun,
  type RunNowRequest,
  type SubmitRequest,
  runOfJob,
  submittedRun,
} from "./new-run.js";
import type { Page } from "./paging.js";
import { repairedRun } from "./new-repair.js";
import type { Timer } from "./ports.js";
import type { RepairRequest } from "./repairs.js";
import { RunClusters } from "./run-clusters.js";
import { RunExecution } from "./run-execution.js";
import { type RunFilter, listRuns } from "./run-listing.js";
import type { RunLog, RunLogs } from "./run-logs.js";
import { type RunRecord, RunRecords, type TaskRunRecord } from "./run-records.js";
import type { Outcome } from "./run-state.js";
import { type TaskRunnerOptions, runTask } from "./task-runner.js";
import { checkIdempotencyToken } from "./validate-settings.js";

/** A run with all attempts of its tasks. */
export interface RunView {
  readonly run: RunRecord;
  readonly tasks: readonly TaskRunRecord[];
  /** There when the id was that of a task run. */
  readonly taskRun?: TaskRunRecord;
}

/** What a task run left. */
export interface TaskOutput extends RunView {
  readonly taskRun: TaskRunRecord;
  /** Undefined when no program ran. */
  readonly log: RunLog | undefined;
}

/** What runs need. */
export interface RunsOptions {
  readonly store: Store;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly jobs: JobDefinitions;
  readonly logs: RunLogs;
  readonly runner: TaskRunnerOptions;
  readonly timer: Timer;
}

const BY_USER: Outcome = { ending: "canceled", message: "Run cancelled by user." };
const INTERRUPTED: Outcome = {
  ending: "internal_error",
  message: "The local workspace was stopped while the run was active.",
};

/** Runs: their start, their states, their end. */
export class Runs {
  readonly #options: RunsOptions;
  readonly #records: RunRecords;
  /** Runs that have not ended, oldest first. */
  readonly #active = new Map<number, RunExecution>();

  constructor(options: RunsOptions) {
    this.#options = options;
    this.#records = new RunRecords(options.store);
    this.#endInterrupted();
  }

  /** Starts a run of a job. */
  runNow(request: RunNowRequest, userName: string): RunRecord {
    return this.#once(request.idempotency_token, () => {
      const job = this.#options.jobs.get(request.job_id);
      const made = runOfJob(job, request, this.#origin(userName));
      const limit = job.settings.max_concurrent_runs ?? 1;
      const queues = (request.queue ?? job.settings.queue)?.enabled === true;
      if (this.#activeOf(job.job_id).length < limit) return this.#begin(made);
      if (queues) return this.#begin(made, `Waiting for one of ${limit} concurrent runs to end.`);
      return this.#skip(made, limit);
    });
  }

  /** Starts a run that no job defines. */
  submit(request: SubmitRequest, userName: string): RunRecord {
    return this.#once(request.idempotency_token, () =>
      this.#begin(submittedRun(request, this.#origin(userName))),
    );
  }

  /** Runs tasks of a run that has ended once more, as part of it, and returns the repair's id. */
  repair(request: RepairRequest): number {
    const { run, tasks, taskRun } = this.get(request.run_id);
    if (taskRun) throw invalid(`Run ${request.run_id} is a task run; repair run ${run.run_id}.`);
    const { clock, ids, jobs } = this.#options;
    const made = repairedRun(run, tasks, request, {
      now: clock.now(),
      takeIds: (count) => ids.take(count),
      settings: jobs.find(run.job_id)?.settings,
    });
    this.#options.store.transaction(() => this.#begin(made));
    return made.run.repair.id;
  }

  /** A page of runs, newest first. */
  list(filter: RunFilter = {}): Page<RunRecord> {
    return listRuns(this.#records.all(), filter);
  }

  /** A run, or the run that a task run is part of. @throws {WorkspaceError} "Run <id> does not exist." */
  get(id: number): RunView {
    const taskRun = this.#records.findTask(id);
    const run = this.#records.find(taskRun?.job_run_id ?? id);
    if (!run) throw noRun(id);
    return { run, tasks: this.tasksOf(run), ...(taskRun ? { taskRun } : {}) };
  }

  /** All attempts of the tasks of a run. */
  tasksOf(run: RunRecord): readonly TaskRunRecord[] {
    return this.#records.tasksOf(run);
  }

  /** What a task run wrote and how it failed. @throws {WorkspaceError} for the id of a whole run. */
  output(id: number): TaskOutput {
    const view = this.get(id);
    const { taskRun } = view;
    if (!taskRun) {
      throw invalid(
        "Retrieving the output of runs with multiple tasks is not supported. " +
          "Please retrieve the output of each individual task run instead.",
      );
    }
    return { ...view, taskRun, log: this.#options.logs.read(id, taskRun.logs_truncated) };
  }

  /** Ends a run or one task of it; one that has ended already stays as it is. */
  cancel(id: number): void {
    const { run, taskRun } = this.get(id);
    const execution = this.#active.get(run.run_id);
    if (taskRun) execution?.stopTask(taskRun.run_id, BY_USER);
    else execution?.stop(BY_USER);
  }

  /** Ends all runs of a job, or all that are queued. */
  cancelAll(jobId: number | undefined, queuedOnly = false): void {
    if (jobId === undefined && !queuedOnly) {
      throw invalid("job_id: must be given, unless all_queued_runs is true.");
    }
    if (jobId !== undefined && !this.#options.jobs.find(jobId)) throw noJob(jobId);
    for (const run of this.#activeOf(jobId)) {
      if (!queuedOnly || isQueued(run)) this.#active.get(run.run_id)?.stop(BY_USER);
    }
  }

  /** The definition of a job changed, or it was deleted: its runs follow. */
  jobChanged(jobId: number): void {
    const settings = this.#options.jobs.find(jobId)?.settings;
    for (const run of this.#activeOf(jobId)) {
      const execution = this.#active.get(run.run_id);
      if (!settings) execution?.stop(BY_USER);
      else if (settings.timeout_seconds !== run.timeout_seconds && !isQueued(run)) {
        execution?.limitTime(settings.timeout_seconds ?? 0);
      }
    }
    this.#admit(jobId);
  }

  /** Forgets a run that has ended. @throws {WorkspaceError} `INVALID_STATE` when it is active. */
  delete(id: number): void {
    const { run, taskRun } = this.get(id);
    if (taskRun)
      throw invalid(`Run ${id} is a task run; delete the run ${run.run_id} it is part of.`);
    if (run.progress.phase !== "ENDED") {
      throw new WorkspaceError(
        "INVALID_STATE",
        `Run ${id} is active. Cancel it before deleting it.`,
      );
    }
    for (const taskRunId of run.task_run_ids) this.#options.logs.delete(taskRunId);
    this.#options.store.transaction(() => this.#records.delete(run));
  }

  /** Ends all active runs at once and waits until their programs are gone. */
  async close(): Promise<void> {
    const executions = [...this.#active.values()];
    // Queued runs must not take the places of those that end.
    this.#active.clear();
    await Promise.all(executions.map((execution) => execution.close(INTERRUPTED)));
  }

  /** The run that an earlier request with the same token made, or a new one. */
  #once(token: string | undefined, make: () => RunRecord): RunRecord {
    if (!token) return this.#options.store.transaction(make);
    checkIdempotencyToken(token);
    const earlier = this.#records.runOfToken(token);
    if (earlier !== undefined) {
      const run = this.#records.find(earlier);
      if (run) return run;
      throw new WorkspaceError(
        "RESOURCE_DOES_NOT_EXIST",
        `The run ${earlier} that was made with this idempotency_token has been deleted.`,
      );
    }
    return this.#options.store.transaction(() => {
      const run = make();
      this.#records.keepToken(token, run.run_id);
      return run;
    });
  }

  #begin({ run, tasks }: NewRun, queuedBecause?: string): RunRecord {
    const kept: RunRecord = queuedBecause
      ? { ...run, progress: { phase: "QUEUED", message: queuedBecause } }
      : run;
    this.#records.put(kept);
    for (const task of tasks) this.#records.putTask(task);
    const execution = this.#execution(kept);
    this.#active.set(kept.run_id, execution);
    if (!queuedBecause) this.#options.clock.schedule(0, () => execution.start());
    return kept;
  }

  #skip({ run, tasks }: NewRun, limit: number): RunRecord {
    const message = `The job has ${limit} active runs already, the most that max_concurrent_runs allows.`;
    const ended = {
      progress: { phase: "ENDED", outcome: { ending: "too_many_runs", message } },
      end_time: run.start_time,
    } as const;
    const skipped = { ...run, ...ended };
    this.#records.put(skipped);
    for (const task of tasks)
      this.#records.putTask({ ...task, ...ended, start_time: run.start_time });
    return skipped;
  }

  #execution(run: RunRecord): RunExecution {
    const { clock, timer, ids, runner } = this.#options;
    const { clusters, workspaceId } = runner.ports;
    return new RunExecution({
      run,
      records: this.#records,
      clock,
      timer,
      clusters: new RunClusters(clusters, run),
      workspaceId,
      newId: () => ids.take(),
      runTask: (attempt) => runTask(runner, attempt),
      onEnd: () => {
        this.#active.delete(run.run_id);
        this.#admit(run.job_id);
      },
    });
  }

  /** Starts queued runs of a job for which there is a place now. */
  #admit(jobId: number): void {
    const active = this.#activeOf(jobId);
    const queued = active.filter(isQueued);
    const limit = this.#options.jobs.find(jobId)?.settings.max_concurrent_runs ?? 1;
    const places = Math.max(0, limit - (active.length - queued.length));
    for (const run of queued.slice(0, places)) this.#active.get(run.run_id)?.start();
  }

  /** Active runs, of one job or of all, oldest first. */
  #activeOf(jobId: number | undefined): RunRecord[] {
    return [...this.#active.keys()]
      .flatMap((id) => this.#records.find(id) ?? [])
      .filter((run) => jobId === undefined || run.job_id === jobId);
  }

  #origin(userName: string): Parameters<typeof submittedRun>[1] {
    const { clock, ids, runner } = this.#options;
    return {
      userName,
      now: clock.now(),
      workspaceId: runner.ports.workspaceId,
      takeIds: (count) => ids.take(count),
    };
  }

  /** Runs that were active when an earlier process ended have ended with it. */
  #endInterrupted(): void {
    const end_time = this.#options.clock.now();
    const ended = { progress: { phase: "ENDED", outcome: INTERRUPTED }, end_time } as const;
    for (const run of this.#records.all()) {
      if (run.progress.phase === "ENDED") continue;
      for (const task of this.tasksOf(run)) {
        if (task.progress.phase === "ENDED") continue;
        const start_time = task.start_time || end_time;
        this.#records.updateTask(task.run_id, { ...ended, start_time });
      }
      this.#records.update(run.run_id, ended);
    }
  }
}

function isQueued(run: RunRecord): boolean {
  return run.progress.phase === "QUEUED";
}
