import type { CallOptions, Int64, ServiceClient } from "../../api-client/index.js";
import { requireFields } from "../../errors/index.js";
import type { Paged } from "../../paging/index.js";
import { JobsAPI } from "../../services/jobs/index.gen.js";
import type {
  BaseJob,
  BaseRun,
  CancelRun,
  GetJobRequest,
  GetRunRequest,
  Job,
  ListJobsRequest,
  ListRunsRequest,
  RepairRun,
  RepairRunResponse,
  Run,
  RunNow,
  RunNowResponse,
  SubmitRun,
  SubmitRunResponse,
} from "../../services/jobs/index.gen.js";
import type { WaitOptions } from "../../waiting/index.js";
import { explainTasks } from "./explain-tasks.js";
import { mapItems } from "./map-items.js";
import { completeJob, completeRun, joinJobs, joinRuns, mergePages } from "./merge-pages.js";
import { latestRepair } from "./latest-repair.js";
import { runWaiter, untilRunEnds } from "./run-waiter.js";
import type { ExplainTasks, RunWaiter } from "./run-waiter.js";
import { taskOutputs } from "./task-outputs.js";
import type { OutputCalls, TaskOutput } from "./task-outputs.js";

/** What {@link Jobs.repairFailed} takes: which tasks run again is not asked. */
export type RepairFailedRun = Omit<
  RepairRun,
  "latest_repair_id" | "rerun_all_failed_tasks" | "rerun_tasks"
>;

/**
 * {@link JobsAPI} whose waits tell why a run failed, and whose runs and jobs are whole: the service
 * sends tasks, job clusters and parameters in pages of 100, which are joined here.
 *
 * Waiting for a run has no limit of its own; give a `timeout` to have one. A run that failed, timed
 * out or was cancelled throws a {@link JobRunFailed} with the failed tasks and their errors, unless
 * `throwOnFailure` is `false`; one that was skipped does not.
 */
export class Jobs extends JobsAPI {
  readonly #calls: OutputCalls;
  readonly #explain: ExplainTasks;

  constructor(api: ServiceClient) {
    super(api);
    this.#calls = {
      getRun: (request, options) => this.getRun(request, options),
      getOutput: (request, options) => this.getRunOutput(request, options),
    };
    this.#explain = (tasks, signal) => explainTasks(tasks, this.#calls.getOutput, signal);
  }

  /**
   * Submits a one-time run. Waiting for it has no limit of its own, and throws a
   * {@link JobRunFailed} when it fails.
   *
   * @see https://docs.databricks.com/api/workspace/jobs/submit
   */
  override async submit(
    request: SubmitRun = {},
    options?: CallOptions,
  ): Promise<RunWaiter<SubmitRunResponse>> {
    requireFields("jobs.submit", request);
    const { response } = await super.submit(request, options);
    return this.#waiter(response.run_id, response);
  }

  /**
   * Runs a job now. Waiting for the run has no limit of its own, and throws a {@link JobRunFailed}
   * when it fails.
   *
   * @see https://docs.databricks.com/api/workspace/jobs/runnow
   */
  override async runNow(
    request: RunNow,
    options?: CallOptions,
  ): Promise<RunWaiter<RunNowResponse>> {
    requireFields("jobs.runNow", request, "job_id");
    const { response } = await super.runNow(request, options);
    return this.#waiter(response.run_id, response);
  }

  /**
   * Runs tasks of a run again. Waiting for the run has no limit of its own, and throws a
   * {@link JobRunFailed} when it fails.
   *
   * @see https://docs.databricks.com/api/workspace/jobs/repairrun
   */
  override async repairRun(
    request: RepairRun,
    options?: CallOptions,
  ): Promise<RunWaiter<RepairRunResponse>> {
    requireFields("jobs.repairRun", request, "run_id");
    const { response } = await super.repairRun(request, options);
    return this.#waiter(request.run_id, response);
  }

  /**
   * Runs again what failed or was cancelled in a run that has ended, and what was skipped because of
   * it, whether it was repaired before or not. The rest is as for {@link repairRun}.
   *
   * @see https://docs.databricks.com/api/workspace/jobs/repairrun
   */
  async repairFailed(
    request: RepairFailedRun,
    options?: CallOptions,
  ): Promise<RunWaiter<RepairRunResponse>> {
    requireFields("jobs.repairFailed", request, "run_id");
    const { run_id } = request;
    const { repair_history } = await this.getRun({ run_id, include_history: true }, options);
    const latest_repair_id = latestRepair(repair_history);
    const repair = { ...request, latest_repair_id, rerun_all_failed_tasks: true };
    return this.repairRun(repair, options);
  }

  /**
   * {@link repairFailed}, then waits for the end of the run.
   *
   * @see https://docs.databricks.com/api/workspace/jobs/repairrun
   */
  async repairFailedAndWait(
    request: RepairFailedRun,
    options?: CallOptions & WaitOptions<Run>,
  ): Promise<Run> {
    const waiter = await this.repairFailed(request, options);
    return waiter.result(options);
  }

  /**
   * Cancels a run. The wait ends when the run has; that it was cancelled is no failure here, any
   * other bad end is a {@link JobRunFailed}.
   *
   * @see https://docs.databricks.com/api/workspace/jobs/cancelrun
   */
  override async cancelRun(request: CancelRun, options?: CallOptions): Promise<RunWaiter<void>> {
    requireFields("jobs.cancelRun", request, "run_id");
    const { response } = await super.cancelRun(request, options);
    return this.#waiter(request.run_id, response, "CANCELED");
  }

  /**
   * Waits for the end of a run that was started anywhere. No limit of its own; throws a
   * {@link JobRunFailed} when the run fails.
   */
  override waitGetRunJobTerminatedOrSkipped(
    run_id: Int64,
    options?: WaitOptions<Run>,
  ): Promise<Run> {
    return this.#waiter(run_id, undefined).result(options);
  }

  /**
   * A job with all of its tasks, job clusters, parameters and environments.
   *
   * @see https://docs.databricks.com/api/workspace/jobs/get
   */
  override async get(request: GetJobRequest, options?: CallOptions): Promise<Job> {
    requireFields("jobs.get", request, "job_id");
    const first = await super.get(request, options);
    const fetch = (page_token: string): Promise<Job> =>
      super.get({ ...request, page_token }, options);
    return mergePages(first, fetch, joinJobs);
  }

  /**
   * A run with all of its tasks, job clusters and parameters, or all of its iterations.
   *
   * @see https://docs.databricks.com/api/workspace/jobs/getrun
   */
  override async getRun(request: GetRunRequest, options?: CallOptions): Promise<Run> {
    requireFields("jobs.getRun", request, "run_id");
    const first = await super.getRun(request, options);
    const fetch = (page_token: string): Promise<Run> =>
      super.getRun({ ...request, page_token }, options);
    return mergePages(first, fetch, joinRuns);
  }

  /**
   * What the tasks of a run left, each by its last attempt: results, logs, errors with their traces,
   * and for-each tasks by iteration. Of a run that goes on, what there is so far. The options are
   * those of each of its requests, eight of which are under way at a time.
   *
   * @see https://docs.databricks.com/api/workspace/jobs/getrunoutput
   */
  async getRunOutputs(
    request: { readonly run_id: Int64 },
    options?: CallOptions,
  ): Promise<readonly TaskOutput[]> {
    requireFields("jobs.getRunOutputs", request, "run_id");
    const { run_id } = request;
    return taskOutputs(await this.getRun({ run_id }, options), this.#calls, options);
  }

  /**
   * Lists jobs. With `expand_tasks` each has all of its tasks, job clusters, parameters and
   * environments; one with more of them than a list holds costs requests of its own.
   *
   * @see https://docs.databricks.com/api/workspace/jobs/list
   */
  override list(request: ListJobsRequest = {}, options?: CallOptions): Paged<BaseJob> {
    requireFields("jobs.list", request);
    const jobs = super.list(request, options);
    if (request.expand_tasks !== true) return jobs;
    return mapItems(jobs, async (job) => {
      const { has_more, job_id } = job;
      if (has_more !== true || job_id === undefined) return completeJob(job, undefined);
      return completeJob(job, await this.get({ job_id }, options));
    });
  }

  /**
   * Lists runs, the latest first. With `expand_tasks` each has all of its tasks, job clusters and
   * parameters; one with more of them than a list holds costs requests of its own.
   *
   * @see https://docs.databricks.com/api/workspace/jobs/listruns
   */
  override listRuns(request: ListRunsRequest = {}, options?: CallOptions): Paged<BaseRun> {
    requireFields("jobs.listRuns", request);
    const runs = super.listRuns(request, options);
    if (request.expand_tasks !== true) return runs;
    return mapItems(runs, async (run) => {
      const { has_more, run_id } = run;
      if (has_more !== true || run_id === undefined) return completeRun(run, undefined);
      return completeRun(run, await this.getRun({ run_id }, options));
    });
  }

  #waiter<R>(run_id: Int64 | undefined, response: R, accept?: string): RunWaiter<R> {
    const polled = this.api.waiter(untilRunEnds, response, (options) =>
      this.getRun({ run_id: run_id! }, options),
    );
    return runWaiter(polled, {
      explain: this.#explain,
      getOutputs: (run, signal) => taskOutputs(run, this.#calls, signal && { signal }),
      ...(accept === undefined ? {} : { accept }),
    });
  }
}
