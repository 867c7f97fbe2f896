import type { Clock } from "../../clock/index.js";
import type { Collection, Store } from "../../state/index.js";
import type { Ids } from "./ids.js";
import { noJob } from "./job-errors.js";
import { mergeSettings } from "./merge-settings.js";
import { type Page, type PageRequest, newestFirst } from "./paging.js";
import { withJobDefaults } from "./settings-defaults.js";
import type { JobSettings } from "./settings.js";
import { checkJobSettings } from "./validate-settings.js";

/** A job as it is kept. */
export interface Job {
  readonly job_id: number;
  readonly creator_user_name: string;
  /** Milliseconds since the Unix epoch. */
  readonly created_time: number;
  readonly settings: JobSettings;
}

/** Jobs, as defined; what becomes of them is the business of `Runs`. */
export class JobDefinitions {
  readonly #jobs: Collection<Job>;
  readonly #clock: Clock;
  readonly #ids: Ids;

  constructor(store: Store, clock: Clock, ids: Ids) {
    this.#jobs = store.collection("jobs");
    this.#clock = clock;
    this.#ids = ids;
  }

  /** Defines a job and returns its id. */
  create(settings: JobSettings, userName: string): number {
    checkJobSettings(settings);
    const job_id = this.#ids.take();
    this.#put({
      job_id,
      creator_user_name: userName,
      created_time: this.#clock.now(),
      settings: withJobDefaults(settings),
    });
    return job_id;
  }

  /** One job. @throws {WorkspaceError} "Job <id> does not exist." */
  get(id: number): Job {
    const job = this.find(id);
    if (!job) throw noJob(id);
    return job;
  }

  /** One job, if it is there. */
  find(id: number): Job | undefined {
    return this.#jobs.get(String(id));
  }

  /** Jobs, newest first; `name` must be the whole name in any case. */
  list(request: PageRequest & { readonly name?: string | undefined } = {}): Page<Job> {
    const name = request.name?.toLowerCase();
    const found = this.#jobs
      .values()
      .filter((job) => !name || job.settings.name?.toLowerCase() === name)
      .sort((a, b) => a.job_id - b.job_id);
    return newestFirst(found, (job) => job.job_id, request, { standard: 20, most: 100 });
  }

  /** Replaces the whole definition; a `run_as` that is left out stays. */
  reset(id: number, settings: JobSettings): void {
    const job = this.get(id);
    const { run_as } = job.settings;
    const complete = settings.run_as || !run_as ? settings : { ...settings, run_as };
    checkJobSettings(complete);
    this.#put({ ...job, settings: withJobDefaults(complete) });
  }

  /** Changes parts of a definition; see `mergeSettings`. */
  update(id: number, changes: JobSettings = {}, remove: readonly string[] = []): void {
    const job = this.get(id);
    const merged = mergeSettings(job.settings, changes, remove);
    checkJobSettings(merged);
    this.#put({ ...job, settings: withJobDefaults(merged) });
  }

  /** @throws {WorkspaceError} "Job <id> does not exist." */
  delete(id: number): void {
    if (!this.#jobs.delete(String(id))) throw noJob(id);
  }

  #put(job: Job): void {
    this.#jobs.put(String(job.job_id), job);
  }
}

/** Whose rights the runs of a job have. */
export function runAsUser(settings: JobSettings, creator: string): string {
  return settings.run_as?.user_name ?? settings.run_as?.service_principal_name ?? creator;
}
