import { PagingError } from "../../errors/index.js";
import type { BaseJob, BaseRun, Job, JobSettings, Run } from "../../services/jobs/index.gen.js";

/** What comes in pages: a value whose long lists hold 100 entries each. */
interface Paginated {
  readonly next_page_token?: string | undefined;
  readonly has_more?: boolean | undefined;
}

/**
 * Fetches the pages of one value until none is left, and joins them. The result says nothing of pages.
 * Throws a {@link PagingError} when the server repeats a token.
 */
export async function mergePages<T extends Paginated>(
  first: T,
  fetch: (token: string) => Promise<T>,
  join: (merged: T, page: T) => T,
): Promise<T> {
  let merged = first;
  let token = first.next_page_token ?? "";
  if (token === "") return first;
  const seen = new Set<string>();
  while (token !== "") {
    if (seen.has(token)) {
      throw new PagingError(`the server repeats the page token ${JSON.stringify(token)}`);
    }
    seen.add(token);
    const page = await fetch(token);
    merged = join(merged, page);
    token = page.next_page_token ?? "";
  }
  const { next_page_token: _used, has_more: _joined, ...whole } = merged;
  return whole as T; // both are optional in T
}

/** Adds a page's tasks and the like to a run; of a run with iterations only these come in pages. */
export function joinRuns(run: Run, page: Run): Run {
  if ((run.iterations ?? []).length > 0) {
    return { ...run, ...append("iterations", run, page) };
  }
  return {
    ...run,
    ...append("tasks", run, page),
    ...append("job_clusters", run, page),
    ...append("job_parameters", run, page),
    ...append("repair_history", run, page),
  };
}

/** Adds a page's tasks and the like to a job. */
export function joinJobs(job: Job, page: Job): Job {
  const [settings, more] = [job.settings ?? {}, page.settings ?? {}];
  return {
    ...job,
    settings: {
      ...settings,
      ...append("tasks", settings, more),
      ...append("job_clusters", settings, more),
      ...append("parameters", settings, more),
      ...append("environments", settings, more),
    },
  };
}

/** A listed run with the lists of the whole one. */
export function completeRun(listed: BaseRun, whole: Run | undefined): BaseRun {
  const { has_more: _done, ...run } = listed;
  if (whole === undefined) return run;
  return { ...run, ...pick(whole, ["tasks", "job_clusters", "job_parameters", "repair_history"]) };
}

/** A listed job with the lists of the whole one. */
export function completeJob(listed: BaseJob, whole: Job | undefined): BaseJob {
  const { has_more: _done, ...job } = listed;
  if (whole?.settings === undefined) return job;
  const lists = pick(whole.settings, ["tasks", "job_clusters", "parameters", "environments"]);
  return { ...job, settings: { ...job.settings, ...lists } };
}

type Lists = Run & JobSettings;

function append<Name extends keyof Lists>(
  name: Name,
  whole: { readonly [Key in Name]?: readonly unknown[] | undefined },
  page: { readonly [Key in Name]?: readonly unknown[] | undefined },
): Partial<Pick<Lists, Name>> {
  const more = page[name];
  if (more === undefined || more.length === 0) return {};
  return { [name]: [...(whole[name] ?? []), ...more] } as Partial<Pick<Lists, Name>>;
}

function pick<T extends object, Name extends keyof T>(from: T, names: readonly Name[]): Partial<T> {
  const present: Partial<T> = {};
  for (const name of names) if (from[name] !== undefined) present[name] = from[name];
  return present;
}
