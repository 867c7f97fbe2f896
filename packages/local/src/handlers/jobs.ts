import type * as wire from "databricks-sdk-ts/jobs";
import type { Handlers } from "../contract/index.js";
import { noJob, noRun, type JobsEngine, type Page } from "../engines/jobs/index.js";
import { existingId } from "./exact-id.js";
import { exportToWire } from "./export-run.js";
import { jobToWire, listedJobToWire } from "./job-to-wire.js";
import { listedRunToWire, outputToWire, runToWire } from "./run-to-wire.js";

type JobsHandlers = Partial<Handlers["jobs.JobsAPI"]>;

/** Serves `jobs.JobsAPI`, without permissions. */
export function jobsHandlers(engine: JobsEngine): JobsHandlers {
  return { ...definitionHandlers(engine), ...runHandlers(engine) };
}

function definitionHandlers(engine: JobsEngine): JobsHandlers {
  return {
    create: (request, { principal }) => {
      const { access_control_list: _, ...settings } = request;
      return { job_id: engine.create(settings, principal.userName) };
    },
    get: ({ job_id, page_token }) => jobToWire(engine.get(jobId(job_id)), page_token),
    list: ({ expand_tasks, page_token, ...request }) => {
      const page = engine.list({ ...request, token: page_token });
      const jobs = page.items.map((job) => listedJobToWire(job, expand_tasks === true));
      return { ...(jobs.length > 0 ? { jobs } : {}), ...pageToWire(page) };
    },
    reset: ({ job_id, new_settings }) => engine.reset(jobId(job_id), new_settings),
    update: ({ job_id, new_settings, fields_to_remove }) =>
      engine.update(jobId(job_id), new_settings, fields_to_remove),
    delete: ({ job_id }) => engine.delete(jobId(job_id)),
  };
}

function runHandlers({ runs }: JobsEngine): JobsHandlers {
  return {
    runNow: ({ job_id, ...request }, { principal }) => {
      const { run_id } = runs.runNow({ ...request, job_id: jobId(job_id) }, principal.userName);
      return { run_id, number_in_job: run_id };
    },
    submit: (request, { principal }) => ({
      run_id: runs.submit(request, principal.userName).run_id,
    }),
    repairRun: ({ run_id, latest_repair_id, ...request }) => ({
      repair_id: runs.repair({
        ...request,
        run_id: runId(run_id),
        latest_repair_id: toNumber(latest_repair_id),
      }),
    }),
    getRun: (request, context) =>
      runToWire(runs.get(runId(request.run_id)), request.page_token, {
        context,
        resolvedValues: request.include_resolved_values,
        history: request.include_history,
      }),
    getRunOutput: ({ run_id }, context) => outputToWire(runs.output(runId(run_id)), { context }),
    exportRun: ({ run_id, views_to_export: views }) =>
      exportToWire(runs.output(runId(run_id)), views),
    listRuns: (request, context) => {
      const page = runs.list({
        ...request,
        token: request.page_token,
        job_id: toNumber(request.job_id),
        start_time_from: toNumber(request.start_time_from),
        start_time_to: toNumber(request.start_time_to),
      });
      const found = page.items.map((run) => {
        const tasks = request.expand_tasks ? runs.tasksOf(run) : undefined;
        return listedRunToWire(run, tasks, { context });
      });
      return { ...(found.length > 0 ? { runs: found } : {}), ...pageToWire(page) };
    },
    cancelRun: ({ run_id }) => runs.cancel(runId(run_id)),
    cancelAllRuns: ({ job_id, all_queued_runs }) =>
      runs.cancelAll(job_id === undefined ? undefined : jobId(job_id), all_queued_runs),
    deleteRun: ({ run_id }) => runs.delete(runId(run_id)),
  };
}

function pageToWire(
  page: Page<unknown>,
): Pick<wire.ListRunsResponse, "has_more" | "next_page_token" | "prev_page_token"> {
  return {
    has_more: page.next !== undefined,
    ...(page.next === undefined ? {} : { next_page_token: page.next }),
    ...(page.prev === undefined ? {} : { prev_page_token: page.prev }),
  };
}

function jobId(id: bigint | number): number {
  return existingId(id, noJob);
}

function runId(id: bigint | number): number {
  return existingId(id, noRun);
}

function toNumber(value: bigint | number | undefined): number | undefined {
  return value === undefined ? undefined : Number(value);
}
