import * as fs from "node:fs";
import * as fsPromises from "node:fs/promises";
import * as path from "node:path";
import {
  findExecutable,
  inheritedEnvironment,
  makeTemporaryFolder,
  removeTemporaryFolder,
  runProcessGroup,
} from "../../processes/index.js";
import type { PythonKit } from "../../python/index.js";

/** What environments are made with. */
export interface EnvironmentsOptions {
  readonly kit: PythonKit;
  /** Where they are. Default: a temporary folder that `close()` removes. */
  readonly folder?: string;
  /** The interpreter that they are made of: a name that is looked for on `PATH`, or a path. */
  readonly python: string;
}

/** What the environments of programs without a cluster are called; they end with the process. */
export const SERVERLESS = "serverless";

/** Bytes that are kept of what a program writes: enough for an error. */
const MOST_OUTPUT = 64 * 1024;

/** Begins the names of what is being removed. */
const REMOVED = "removed-";

/** The Python environments of clusters: each has its own packages, and sees those of this machine. */
export class Environments {
  readonly #options: EnvironmentsOptions;
  readonly #folder: string;
  readonly #temporary: boolean;
  readonly #making = new Map<string, Promise<string>>();
  readonly #stop = new AbortController();
  readonly #removing = new Set<Promise<void>>();

  constructor(options: EnvironmentsOptions) {
    this.#options = options;
    this.#temporary = options.folder === undefined;
    this.#folder = path.resolve(options.folder ?? makeTemporaryFolder("environments"));
    this.#discardLeftovers();
  }

  /** Whether a cluster has an environment already. */
  exists(clusterId: string): boolean {
    return fs.existsSync(this.#interpreterOf(clusterId));
  }

  /** The interpreter of a cluster's environment; of this machine, as long as there is none. */
  interpreter(clusterId: string): string {
    return this.exists(clusterId) ? this.#interpreterOf(clusterId) : this.#options.python;
  }

  /**
   * Makes the environment of a cluster, if there is none, and returns its interpreter.
   *
   * @throws Error that says what to do when there is no Python
   */
  ensure(clusterId: string): Promise<string> {
    const known = this.#making.get(clusterId);
    if (known) return known;
    const making = this.#make(clusterId).finally(() => this.#making.delete(clusterId));
    this.#making.set(clusterId, making);
    return making;
  }

  /**
   * Runs pip in the environment of a cluster. Its own variables (`PIP_INDEX_URL` and their like) and
   * proxies are handed on to it.
   *
   * @throws Error with what pip complains of
   */
  async pip(clusterId: string, parameters: readonly string[], signal: AbortSignal): Promise<void> {
    const command = await this.ensure(clusterId);
    const more = Object.keys(process.env).filter((name) => /^PIP_|_proxy$/i.test(name));
    const env = { ...inheritedEnvironment(more), ...this.#options.kit.environment };
    const args = this.#options.kit.runPip([...parameters]);
    await this.#run(command, args, { ...env, PIP_NO_INPUT: "1" }, signal);
  }

  /** Forgets the environment of a cluster. */
  remove(clusterId: string): void {
    const folder = path.join(this.#folder, clusterId);
    if (!fs.existsSync(folder)) return;
    // Why renamed: a program that is just ending must not write into the next environment.
    const away = fs.mkdtempSync(path.join(this.#folder, REMOVED));
    fs.renameSync(folder, path.join(away, clusterId));
    this.#discard(away);
  }

  /** Ends what is being made, and removes what is temporary. */
  async close(): Promise<void> {
    this.#stop.abort();
    await Promise.allSettled([...this.#making.values(), ...this.#removing]);
    if (this.#temporary) removeTemporaryFolder(this.#folder);
  }

  /** What an earlier process left unfinished. */
  #discardLeftovers(): void {
    if (!fs.existsSync(this.#folder)) return;
    for (const name of fs.readdirSync(this.#folder)) {
      if (name.startsWith(`${SERVERLESS}-`)) this.remove(name);
      else if (name.startsWith(REMOVED)) this.#discard(path.join(this.#folder, name));
    }
  }

  #discard(folder: string): void {
    const removing = fsPromises
      .rm(folder, { recursive: true, force: true })
      .finally(() => this.#removing.delete(removing));
    this.#removing.add(removing);
  }

  async #make(clusterId: string): Promise<string> {
    const { kit, python } = this.#options;
    if (this.exists(clusterId)) return this.#interpreterOf(clusterId);
    const command = findExecutable(python);
    if (!command) throw new Error(noPython(python));
    const folder = path.join(this.#folder, clusterId);
    fs.mkdirSync(this.#folder, { recursive: true });
    await this.#run(command, kit.makeEnvironment(folder), inheritedEnvironment());
    return this.#interpreterOf(clusterId);
  }

  #interpreterOf(clusterId: string): string {
    const inner = process.platform === "win32" ? ["Scripts", "python.exe"] : ["bin", "python"];
    return path.join(this.#folder, clusterId, ...inner);
  }

  async #run(
    command: string,
    args: readonly string[],
    env: Readonly<Record<string, string>>,
    signal?: AbortSignal,
  ): Promise<void> {
    let output = "";
    const end = await runProcessGroup({
      command,
      args,
      cwd: this.#folder,
      env,
      onOutput: (chunk) => {
        output = (output + chunk.toString()).slice(-MOST_OUTPUT);
      },
      signal: signal ? AbortSignal.any([signal, this.#stop.signal]) : this.#stop.signal,
    });
    if ("exitCode" in end && end.exitCode === 0) return;
    const { kit } = this.#options;
    throw new Error(kit.show("error" in end ? end.error : complaintOf(output)));
  }
}

/** What a program complained of, among all that it wrote. */
function complaintOf(output: string): string {
  const lines = output.trim().split("\n");
  const errors = lines.filter((line) => /^(ERROR|error):/.test(line));
  return (errors.length > 0 ? errors : lines.slice(-5)).join("\n") || "It was ended.";
}

function noPython(name: string): string {
  return (
    `${name} was not found on PATH, so Python cannot run. Install Python 3 ` +
    "(https://www.python.org/downloads/), or name its path with the option `python`."
  );
}
