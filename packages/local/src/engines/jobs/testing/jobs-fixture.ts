import { spawnSync } from "node:child_process";
import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { type ControlledClock, createClock } from "../../../clock/index.js";
import { WorkspaceError } from "../../../errors/index.js";
import { type Store, memoryStore } from "../../../state/index.js";
import { JobsEngine, type JobsOptions, type RunView, type TaskDefinition } from "../index.js";

/** Whether programs can run here. Tests that need it are skipped aloud where they cannot. */
export const hasPython: boolean = spawnSync("python3", ["--version"]).status === 0;
if (!hasPython) console.warn("python3 was not found on PATH: tests that run programs are skipped");

/** An engine with clusters that are names only, and programs that are kept in memory. */
export class JobsFixture {
  readonly store: Store;
  readonly clock: ControlledClock;
  readonly engine: JobsEngine;
  /** Programs by path. */
  readonly programs = new Map<string, string>();
  /** What was asked of the clusters, in order. */
  readonly clusterCalls: string[] = [];
  /** Tokens that programs have and that were not revoked. */
  readonly tokens = new Set<string>();
  #folder: string | undefined;

  constructor(options: Partial<JobsOptions> = {}) {
    this.store = (options.store as Store | undefined) ?? memoryStore();
    this.clock = createClock();
    this.engine = new JobsEngine({
      store: this.store,
      clock: this.clock,
      workspaceId: 123,
      clusters: {
        ensureJobCluster: (_, name) => this.#ensure(name),
        isUsable: (id) => id === "usable",
        release: (id) => void this.clusterCalls.push(`release ${id}`),
      },
      findProgram: (at) => {
        const text = this.programs.get(at);
        return text === undefined ? undefined : { bytes: Buffer.from(text) };
      },
      findNotebook: (at) => {
        const text = this.programs.get(at);
        return text === undefined
          ? undefined
          : { language: "PYTHON", program: { bytes: Buffer.from(text) } };
      },
      grantAccess: ({ runId }) => {
        const token = `token-${runId}`;
        this.tokens.add(token);
        return { host: "http://host", token, revoke: () => void this.tokens.delete(token) };
      },
      ...options,
    });
  }

  /** A task that runs this program. */
  python(key: string, program: string, more: Partial<TaskDefinition> = {}): TaskDefinition {
    const python_file = `dbfs:/${key}.py`;
    this.programs.set(python_file, program);
    return {
      task_key: key,
      existing_cluster_id: "usable",
      spark_python_task: { python_file },
      ...more,
    };
  }

  /** Submits tasks and waits for their end. */
  async run(...tasks: TaskDefinition[]): Promise<RunView> {
    return this.ended(this.engine.runs.submit({ tasks }, "me").run_id);
  }

  /** Waits until a run has ended. */
  ended(id: number): Promise<RunView> {
    return this.until(id, ({ run }) => run.progress.phase === "ENDED");
  }

  /** Waits until a run is as wanted. Programs run in real time, so this is real time too. */
  async until(id: number, wanted: (view: RunView) => boolean): Promise<RunView> {
    for (let tries = 0; tries < 1500; tries += 1) {
      const view = this.engine.runs.get(id);
      if (wanted(view)) return view;
      await delay(10);
    }
    throw new Error(`run ${id} is ${JSON.stringify(this.engine.runs.get(id))}`);
  }

  /** A folder that is gone after `close()`. */
  temporary(): string {
    this.#folder ??= fs.mkdtempSync(path.join(os.tmpdir(), "jobs-fixture-"));
    return this.#folder;
  }

  async close(): Promise<void> {
    await this.engine.close();
    this.clock.close();
    if (this.#folder) fs.rmSync(this.#folder, { recursive: true, force: true });
  }

  #ensure(name: string): Promise<string> {
    const key = name.replace(/^job-\d+-run-\d+-/, "");
    this.clusterCalls.push(`ensure ${key}`);
    return key === "broken"
      ? Promise.reject(new WorkspaceError("INVALID_PARAMETER_VALUE", "no such node type"))
      : Promise.resolve(`cluster-${key}`);
  }
}

/** The endings of the tasks of a run by key, of their last attempts. */
export function endings({ tasks }: RunView): Record<string, string> {
  return Object.fromEntries(
    tasks.map(({ task, progress }) => [
      task.task_key,
      progress.phase === "ENDED" ? progress.outcome.ending : progress.phase,
    ]),
  );
}

/** Whether a process runs. One that has ended and that nobody has asked about yet does not. */
export function isAlive(pid: number): boolean {
  const state = spawnSync("ps", ["-o", "stat=", "-p", String(pid)], { encoding: "utf8" });
  return state.stdout.trim() !== "" && !state.stdout.startsWith("Z");
}
