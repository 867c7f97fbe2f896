import * as fs from "node:fs";
import * as path from "node:path";
import {
  KILL_NOW,
  type ProcessEnd,
  type ProcessGroup,
  inheritedEnvironment,
  startProcessGroup,
} from "../../processes/index.js";
import type { PythonKit } from "../../python/index.js";
import type { CommandResult } from "./command-result.js";
import { LineReader } from "./line-reader.js";
import type { CommandAnswer, ContextAccess, ContextOwner, Interpreter } from "./ports.js";

/** What Python interpreters are made with. */
export interface PythonOptions {
  readonly kit: PythonKit;
  /** Below it each interpreter has a folder, in which its programs work. */
  readonly folder: string;
  readonly workspaceId: number;
  /** `DATABRICKS_RUNTIME_VERSION` of programs. */
  readonly runtimeVersion: string;
  /** Bytes of text that a result may have. */
  readonly mostBytes: number;
  /** The interpreter of a cluster's environment. Rejects with what users read. */
  python(clusterId: string): Promise<string>;
  variables(clusterId: string): Readonly<Record<string, string>>;
  grantAccess(owner: ContextOwner): ContextAccess;
}

interface Message {
  readonly ready?: boolean;
  readonly result?: CommandResult;
  readonly restart?: boolean;
}

interface Waiting {
  readonly resolve: (answer: CommandAnswer) => void;
  readonly reject: (reason: Error) => void;
}

/** A Python process that keeps its variables from command to command. */
export class PythonInterpreter implements Interpreter {
  readonly ready: Promise<void>;
  readonly #options: PythonOptions;
  readonly #owner: ContextOwner;
  readonly #stop = new AbortController();
  readonly #lines = new LineReader((line) => this.#receive(line));
  /** The last that it wrote which is no message: what it says when it cannot start. */
  #stray = "";
  #isReady = false;
  #becomeReady: () => void = () => {};
  #waiting: Waiting | undefined;
  #group: ProcessGroup | undefined;
  #ended: Promise<void> = Promise.resolve();

  constructor(options: PythonOptions, owner: ContextOwner) {
    this.#options = options;
    this.#owner = owner;
    this.ready = this.#start();
    // Why: nobody may be asking yet; whoever runs a command hears of it.
    this.ready.catch(() => {});
  }

  async run(command: string): Promise<CommandAnswer> {
    await this.ready;
    return new Promise((resolve, reject) => {
      this.#waiting = { resolve, reject };
      if (this.#stop.signal.aborted) return this.#lose("The Python process has ended.");
      this.#group?.write(`${JSON.stringify({ command })}\n`);
    });
  }

  interrupt(): void {
    // Why: until it is ready, Python would end.
    if (this.#isReady) this.#group?.interrupt("SIGINT");
  }

  async close(): Promise<void> {
    this.#stop.abort(KILL_NOW);
    await this.ready.catch(() => {});
    await this.#ended;
  }

  async #start(): Promise<void> {
    const command = await this.#options.python(this.#owner.clusterId);
    if (this.#stop.signal.aborted) throw new Error("The execution context was closed.");
    const folder = path.join(this.#options.folder, this.#owner.contextId);
    fs.mkdirSync(folder, { recursive: true });
    const access = this.#options.grantAccess(this.#owner);
    const group = startProcessGroup({
      command,
      args: this.#options.kit.runCommands(this.#options.mostBytes),
      cwd: folder,
      env: this.#environment(access),
      input: true,
      onOutput: (chunk) => this.#lines.add(chunk),
      signal: this.#stop.signal,
    });
    this.#group = group;
    const end = group.ended.then((how) => {
      access.revoke();
      fs.rmSync(folder, { recursive: true, force: true });
      return `The Python process ended ${howOf(how)}. ${this.#stray}`.trim();
    });
    this.#ended = end.then((text) => this.#lose(text));
    await new Promise<void>((resolve, reject) => {
      this.#becomeReady = () => {
        this.#isReady = true;
        resolve();
      };
      void end.then((text) => reject(new Error(text)));
    });
  }

  #environment({ host, token }: ContextAccess): Record<string, string> {
    const { clusterId } = this.#owner;
    return {
      ...inheritedEnvironment(),
      ...this.#options.variables(clusterId),
      DATABRICKS_HOST: host,
      DATABRICKS_TOKEN: token,
      DATABRICKS_WORKSPACE_ID: String(this.#options.workspaceId),
      DATABRICKS_CLUSTER_ID: clusterId,
      DATABRICKS_RUNTIME_VERSION: this.#options.runtimeVersion,
      PYTHONUNBUFFERED: "1",
      PYTHONIOENCODING: "utf-8",
      ...this.#options.kit.environment,
    };
  }

  #receive(line: string): void {
    const message = messageOf(line);
    if (message?.ready) this.#becomeReady();
    else if (message?.result) {
      const { result, restart = false } = message;
      this.#waiting?.resolve({ result, restart });
      this.#waiting = undefined;
    } else {
      this.#stray = `${this.#stray}\n${line}`.slice(-2000);
    }
  }

  #lose(text: string): void {
    this.#stop.abort(KILL_NOW);
    this.#waiting?.reject(new Error(text));
    this.#waiting = undefined;
  }
}

function messageOf(line: string): Message | undefined {
  try {
    return JSON.parse(line) as Message;
  } catch {
    return undefined;
  }
}

function howOf(end: ProcessEnd): string {
  if ("error" in end) return `before it began: ${end.error}`;
  return "exitCode" in end ? `with exit code ${end.exitCode}` : `by the signal ${end.killedBy}`;
}
