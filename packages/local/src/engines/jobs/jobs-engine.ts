import * as fs from "node:fs";
import * as path from "node:path";
import { makeTemporaryFolder, removeTemporaryFolder } from "../../processes/index.js";
import type { Clock } from "../../clock/index.js";
import { type PythonKit, pythonKit } from "../../python/index.js";
import type { Store } from "../../state/index.js";
import { Ids } from "./ids.js";
import { type Job, JobDefinitions } from "./job-definitions.js";
import type { JobsPorts, Timer } from "./ports.js";
import { realTimer } from "./real-timer.js";
import { RunLogs } from "./run-logs.js";
import { Runs } from "./runs.js";
import type { JobSettings } from "./settings.js";
import { Slots } from "./slots.js";

/** What the engine needs, and how programs are run. */
export interface JobsOptions extends JobsPorts {
  readonly store: Store;
  readonly clock: Clock;
  /** Where outputs are kept. Default: a temporary folder that `close()` removes. */
  readonly folder?: string;
  /** What makes programs ones of the workspace. Default: one that knows no paths. */
  readonly kit?: PythonKit;
  /** The Python interpreter: a name that is looked for on `PATH`, or a path. Default: `python3`. */
  readonly python?: string;
  /** How many programs run at once; others wait. Default: 64. */
  readonly maxProcesses?: number;
  /** `DATABRICKS_RUNTIME_VERSION` of programs. Default: `16.4`. */
  readonly runtimeVersion?: string;
  /** Names of environment variables of this process that programs get beside the harmless ones. */
  readonly inheritEnvironment?: readonly string[];
  /**
   * Measures `timeout_seconds`. Default: real time whatever the clock's mode, because programs run
   * in real time: an instant clock that jumped would time them out at once.
   */
  readonly timer?: Timer;
}

/** Jobs and their runs. All errors are `WorkspaceError`s with the platform's codes. */
export class JobsEngine {
  /** Starting, watching and ending runs. */
  readonly runs: Runs;
  readonly #jobs: JobDefinitions;
  readonly #folder: string;
  readonly #temporary: boolean;

  constructor(options: JobsOptions) {
    const { store, clock } = options;
    this.#temporary = options.folder === undefined;
    this.#folder = path.resolve(options.folder ?? makeTemporaryFolder("jobs"));
    const work = path.join(this.#folder, "work");
    fs.rmSync(work, { recursive: true, force: true });
    const ids = new Ids(store);
    const logs = new RunLogs(path.join(this.#folder, "logs"));
    this.#jobs = new JobDefinitions(store, clock, ids);
    this.runs = new Runs({
      store,
      clock,
      ids,
      jobs: this.#jobs,
      logs,
      timer: options.timer ?? realTimer,
      runner: {
        ports: options,
        kit: options.kit ?? pythonKit({ paths: {} }),
        logs,
        slots: new Slots(options.maxProcesses ?? 64),
        workFolder: work,
        python: options.python ?? "python3",
        runtimeVersion: options.runtimeVersion ?? "16.4",
        inherit: options.inheritEnvironment ?? [],
      },
    });
  }

  /** Defines a job and returns its id. */
  create(settings: JobSettings, userName: string): number {
    return this.#jobs.create(settings, userName);
  }

  /** One job. @throws {WorkspaceError} "Job <id> does not exist." */
  get(id: number): Job {
    return this.#jobs.get(id);
  }

  /** A page of jobs, newest first; `name` must be the whole name, in any case. */
  list(request?: Parameters<JobDefinitions["list"]>[0]): ReturnType<JobDefinitions["list"]> {
    return this.#jobs.list(request);
  }

  /** Replaces the definition of a job; a `run_as` that is left out stays. */
  reset(id: number, settings: JobSettings): void {
    this.#jobs.reset(id, settings);
    this.runs.jobChanged(id);
  }

  /** Changes parts of a definition. A new time limit holds for active runs too. */
  update(id: number, changes?: JobSettings, remove?: readonly string[]): void {
    this.#jobs.update(id, changes, remove);
    this.runs.jobChanged(id);
  }

  /** Forgets a job and ends its active runs; what ran before can still be read. */
  delete(id: number): void {
    this.#jobs.delete(id);
    this.runs.jobChanged(id);
  }

  /** Ends all runs at once and waits until no program is left. */
  async close(): Promise<void> {
    await this.runs.close();
    if (this.#temporary) removeTemporaryFolder(this.#folder);
  }
}
