import * as fs from "node:fs";
import * as path from "node:path";
import {
  findExecutable,
  inheritedEnvironment,
  makeTemporaryFolder,
  removeTemporaryFolder,
  runProcessGroup,
} from "../../processes/index.js";
import type { PythonKit } from "../../python/index.js";
import type { GlobalScripts } from "./global-scripts.js";
import {
  failureOf,
  hasFailed,
  notExecuted,
  type ScriptReport,
  type ScriptRun,
  type ScriptStatus,
} from "./script-report.js";
import { findScript, type LocateScript, type ScriptLocation } from "./script-source.js";

/** What scripts are run with. */
export interface ScriptRunnerOptions {
  readonly scripts: GlobalScripts;
  readonly kit: PythonKit;
  readonly locate: LocateScript;
  /** Milliseconds of real time that a script may take. Default: 10 minutes. */
  readonly timeout?: number;
}

/** The cluster that starts. */
export interface StartingCluster {
  readonly clusterId: string;
  readonly name: string;
  readonly isJobCluster: boolean;
  readonly variables: Readonly<Record<string, string>>;
  readonly scripts: readonly ScriptLocation[];
}

interface Script {
  readonly name: string;
  readonly location: ScriptLocation;
  readonly find: (folder: string) => { readonly file: string } | { readonly problem: string };
}

/** Bytes that are kept of what a script writes. */
const MOST_OUTPUT = 8 * 1024;

/** Runs the init scripts of starting clusters with bash, on this machine. */
export class ScriptRunner {
  readonly #options: ScriptRunnerOptions;
  readonly #stop = new AbortController();
  readonly #running = new Set<Promise<unknown>>();

  constructor(options: ScriptRunnerOptions) {
    this.#options = options;
  }

  /**
   * Runs the scripts for a cluster one after the other, first the global ones, until one fails.
   * Undefined: there are none. Rejects when they are stopped.
   */
  run(cluster: StartingCluster, signal: AbortSignal): Promise<ScriptReport> | undefined {
    const global = this.#options.scripts.list().filter(({ enabled }) => enabled);
    if (global.length === 0 && cluster.scripts.length === 0) return undefined;
    const running = this.#runAll(
      cluster,
      global.map(({ name, script }) => ({
        name: `Global init script ${name}`,
        location: {},
        find: (folder) => written(folder, script),
      })),
      cluster.scripts.map((location) => this.#clusterScript(location)),
      AbortSignal.any([signal, this.#stop.signal]),
    );
    this.#running.add(running);
    return running.finally(() => this.#running.delete(running));
  }

  /** Ends the scripts that run. */
  async close(): Promise<void> {
    this.#stop.abort();
    await Promise.allSettled(this.#running);
  }

  #clusterScript(location: ScriptLocation): Script {
    const found = findScript(location, this.#options.locate);
    return { name: `Cluster scoped init script ${found.path}`, location, find: () => found };
  }

  async #runAll(
    cluster: StartingCluster,
    globalScripts: readonly Script[],
    clusterScripts: readonly Script[],
    signal: AbortSignal,
  ): Promise<ScriptReport> {
    const folder = makeTemporaryFolder("init");
    try {
      const global = await this.#runInOrder(globalScripts, cluster, folder, signal);
      const failedGlobally = failureOf(global, "GLOBAL_INIT_SCRIPT_FAILURE");
      const rest = failedGlobally
        ? clusterScripts.map(({ location }) => notExecuted(location))
        : await this.#runInOrder(clusterScripts, cluster, folder, signal);
      const failure = failedGlobally ?? failureOf(rest, "INIT_SCRIPT_FAILURE");
      if (signal.aborted) throw new Error("The scripts were stopped.");
      return { global, cluster: rest, failure };
    } finally {
      removeTemporaryFolder(folder);
    }
  }

  async #runInOrder(
    scripts: readonly Script[],
    cluster: StartingCluster,
    folder: string,
    signal: AbortSignal,
  ): Promise<ScriptRun[]> {
    const runs: ScriptRun[] = [];
    for (const script of scripts) {
      const failed = runs.some(hasFailed);
      runs.push(
        failed ? notExecuted(script.location) : await this.#runOne(script, cluster, folder, signal),
      );
    }
    return runs;
  }

  async #runOne(
    { name, location, find }: Script,
    cluster: StartingCluster,
    folder: string,
    signal: AbortSignal,
  ): Promise<ScriptRun> {
    const found = find(folder);
    const ended = (status: ScriptStatus, message?: string, stderr?: string): ScriptRun => ({
      location,
      status,
      execution_duration_seconds: Math.round((performance.now() - began) / 1000),
      ...(message !== undefined && { error_message: `${name} failed: ${message}` }),
      ...(stderr && { stderr }),
    });
    const began = performance.now();
    if ("problem" in found) return ended("FAILED_FETCH", found.problem);
    const bash = findExecutable("bash");
    if (!bash) return ended("SKIPPED");
    const work = fs.mkdtempSync(path.join(folder, "work-"));
    const [command = "sh", ...args] = this.#commandFor(bash, found.file, work);
    let output = "";
    const end = await runProcessGroup({
      command,
      args,
      cwd: work,
      env: this.#environment(cluster),
      onOutput: (chunk) => {
        output = (output + chunk.toString()).slice(-MOST_OUTPUT);
      },
      signal: AbortSignal.any([signal, AbortSignal.timeout(this.#options.timeout ?? 600_000)]),
    });
    if ("error" in end) return ended("FAILED_EXECUTION", end.error);
    if ("exitCode" in end && end.exitCode === 0) return ended("SUCCEEDED");
    const why =
      "exitCode" in end
        ? `Script exit status is non-zero (${end.exitCode})`
        : `Script was ended by the signal ${end.killedBy}`;
    return ended("FAILED_EXECUTION", why, output);
  }

  #commandFor(bash: string, file: string, work: string): string[] {
    return this.#options.kit.withPaths({
      command: [bash, file],
      script: fs.readFileSync(file, "utf8"),
      workingFolder: work,
      scratch: fs.mkdtempSync(path.join(work, "root-")),
    });
  }

  #environment(cluster: StartingCluster): Record<string, string> {
    const { clusterId, name, isJobCluster, variables } = cluster;
    return {
      ...inheritedEnvironment(),
      ...variables,
      DB_CLUSTER_ID: clusterId,
      DB_CLUSTER_NAME: name,
      DB_IS_DRIVER: "TRUE",
      DB_IS_JOB_CLUSTER: isJobCluster ? "TRUE" : "FALSE",
      DB_DRIVER_IP: "127.0.0.1",
      DB_CONTAINER_IP: "127.0.0.1",
      ...this.#options.kit.environment,
    };
  }
}

function written(folder: string, script: string): { readonly file: string } {
  const file = path.join(fs.mkdtempSync(path.join(folder, "global-")), "script.sh");
  fs.writeFileSync(file, Buffer.from(script, "base64"));
  return { file };
}
