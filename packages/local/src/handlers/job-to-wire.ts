import type * as wire from "databricks-sdk-ts/jobs";
import {
  ARRAY_PAGE,
  type Job,
  type JobSettings,
  arrayOffset,
  pageArrays,
  runAsUser,
} from "../engines/jobs/index.js";

/** The arrays of a definition that come page by page. */
const PAGED = ["tasks", "job_clusters", "environments", "parameters"] as const;

/** A job with one page of its arrays. */
export function jobToWire(job: Job, pageToken: string | undefined): wire.Job {
  const { page, next } = pageArrays(pagedArrays(job.settings), arrayOffset(pageToken));
  return {
    ...header(job),
    run_as_user_name: runAsUser(job.settings, job.creator_user_name),
    settings: settingsToWire({ ...job.settings, ...page }),
    ...(next === undefined ? {} : { has_more: true, next_page_token: next }),
  };
}

/** A job in a listing: with the first of its tasks and clusters, or without any. */
export function listedJobToWire(job: Job, expandTasks: boolean): wire.BaseJob {
  const arrays = pagedArrays(job.settings);
  const { tasks: _, job_clusters: __, ...rest } = job.settings;
  const { page } = pageArrays(arrays, 0);
  const hasMore = Object.values(arrays).some((array) => (array?.length ?? 0) > ARRAY_PAGE);
  return {
    ...header(job),
    settings: settingsToWire(expandTasks ? { ...job.settings, ...page } : rest),
    ...(hasMore ? { has_more: true } : {}),
  };
}

function header({ job_id, creator_user_name, created_time }: Job): wire.BaseJob {
  return { job_id, creator_user_name, created_time };
}

function pagedArrays(settings: JobSettings): Pick<JobSettings, (typeof PAGED)[number]> {
  const present = PAGED.filter((name) => settings[name] !== undefined);
  return Object.fromEntries(present.map((name) => [name, settings[name]]));
}

function settingsToWire(settings: JobSettings): wire.JobSettings {
  // What is kept came in as this type; the engine knows some of its fields only.
  return settings as wire.JobSettings;
}
