import { randomBytes, randomInt } from "node:crypto";
import * as path from "node:path";
import { makeTemporaryFolder, removeTemporaryFolder } from "../../processes/index.js";
import type { PythonKit } from "../../python/index.js";
import {
  clusterNotReady,
  contextNotFound,
  missing,
  notTheirs,
  tooManyContexts,
  wrongLanguage,
} from "./command-errors.js";
import { type CommandView, ExecutionContext } from "./execution-context.js";
import { missingLanguage } from "./missing-language.js";
import type {
  CommandClustersPort,
  CommandTimer,
  ContextAccess,
  ContextOwner,
  OpenInterpreter,
} from "./ports.js";
import { PythonInterpreter } from "./python-interpreter.js";
import { realTimer } from "./real-timer.js";

/** What the engine needs, and how commands are run. */
export interface CommandEngineOptions {
  readonly clusters: CommandClustersPort;
  readonly kit: PythonKit;
  readonly workspaceId: number;
  /** The interpreter of a cluster's environment. Rejects with what users read. */
  python(clusterId: string): Promise<string>;
  grantAccess(owner: ContextOwner): ContextAccess;
  /** Interpreters of other languages: `sql`, `scala`, `r`. Those that are left out answer errors. */
  readonly languages?: Readonly<Record<string, OpenInterpreter>>;
  /** Where programs work. Default: a temporary folder that `close()` removes. */
  readonly folder?: string;
  /** The most contexts of one cluster. Default: 150. */
  readonly mostContexts?: number;
  /** The most bytes of text that a result has. Default: 5 MiB. */
  readonly mostBytes?: number;
  /** Milliseconds that a cancelled command has to stop, in real time. Default: 5,000. */
  readonly grace?: number;
  readonly timer?: CommandTimer;
  /** `DATABRICKS_RUNTIME_VERSION` of programs. Default: `16.4`. */
  readonly runtimeVersion?: string;
}

/** A context, or a command of one, as requests name it. */
export interface ContextRequest {
  readonly clusterId?: string | undefined;
  readonly contextId?: string | undefined;
}

/** A command to run. */
export interface ExecuteRequest extends ContextRequest {
  readonly language?: string | undefined;
  readonly command?: string | undefined;
}

const LANGUAGES = ["python", "sql", "scala", "r"];

/**
 * Execution contexts and their commands, in memory: they end with their cluster, or the server.
 * All errors are `WorkspaceError`s with the texts of API 1.2.
 */
export class CommandEngine {
  readonly #options: CommandEngineOptions;
  readonly #contexts = new Map<string, ExecutionContext>();
  readonly #closing = new Set<Promise<void>>();
  readonly #folder: string;
  readonly #temporary: boolean;
  readonly #unwatch: () => void;

  constructor(options: CommandEngineOptions) {
    this.#options = options;
    this.#temporary = options.folder === undefined;
    this.#folder = path.resolve(options.folder ?? makeTemporaryFolder("commands"));
    this.#unwatch = options.clusters.watch((id, state) => {
      if (!isReady(state)) this.#endAll((context) => context.owner.clusterId === id);
    });
  }

  /** Opens a context for commands of a language, and returns its id. */
  create(clusterId: string | undefined, language: string | undefined, userName: string): string {
    if (!clusterId) throw missing("clusterId");
    if (!language) throw missing("language");
    if (!LANGUAGES.includes(language)) {
      throw wrongLanguage(`Unknown language ${language}: use one of ${LANGUAGES.join(", ")}.`);
    }
    this.#requireCluster(clusterId);
    const limit = this.#options.mostContexts ?? 150;
    const there = [...this.#contexts.values()].filter(({ owner }) => owner.clusterId === clusterId);
    if (there.length >= limit) throw tooManyContexts(limit);
    const contextId = newContextId();
    const context = new ExecutionContext({
      owner: { contextId, clusterId, userName },
      language,
      open: this.#interpreters(language),
      hold: () => this.#options.clusters.hold(clusterId),
      timer: this.#options.timer ?? realTimer,
      grace: this.#options.grace ?? 5000,
      newId: () => randomBytes(16).toString("hex"),
    });
    this.#contexts.set(contextId, context);
    return contextId;
  }

  /** `Pending`, `Running`, or `Error` when the interpreter could not be started. */
  status(request: ContextRequest, userName: string): ExecutionContext["status"] {
    return this.#require(request, userName).status;
  }

  /** Ends a context and what runs in it. */
  async destroy(request: ContextRequest, userName: string): Promise<void> {
    const context = this.#require(request, userName);
    this.#endAll((other) => other === context);
    await Promise.all(this.#closing);
  }

  /** Runs a command after those before it, and returns its id. */
  execute(request: ExecuteRequest, userName: string): string {
    if (!request.clusterId) throw missing("clusterId");
    if (!request.contextId) throw missing("contextId");
    if (request.command === undefined) throw missing("command");
    const context = this.#require(request, userName);
    const { language = context.language } = request;
    if (language !== context.language) {
      const text = `Execution context ${request.contextId} is for ${context.language}, not ${language}.`;
      throw wrongLanguage(text);
    }
    return context.execute(request.command);
  }

  /** What became of a command. */
  command(request: ContextRequest, commandId: string, userName: string): CommandView {
    return this.#require(request, userName).command(commandId);
  }

  /** Stops a command; one that does not stop when it is asked to is ended with its interpreter. */
  cancel(request: ContextRequest, commandId: string | undefined, userName: string): void {
    if (!commandId) throw missing("commandId");
    this.#require(request, userName).cancel(commandId);
  }

  /** Ends all contexts and waits until no process of them is left. */
  async close(): Promise<void> {
    this.#unwatch();
    this.#endAll(() => true);
    await Promise.all(this.#closing);
    if (this.#temporary) removeTemporaryFolder(this.#folder);
  }

  #interpreters(language: string): OpenInterpreter {
    const { languages = {}, clusters } = this.#options;
    const other = languages[language];
    if (other) return other;
    if (language !== "python") return () => missingLanguage(language);
    return (owner) =>
      new PythonInterpreter(
        {
          kit: this.#options.kit,
          folder: this.#folder,
          workspaceId: this.#options.workspaceId,
          runtimeVersion: this.#options.runtimeVersion ?? "16.4",
          mostBytes: this.#options.mostBytes ?? 5 * 1024 * 1024,
          python: (clusterId) => this.#options.python(clusterId),
          variables: (clusterId) => clusters.variables(clusterId),
          grantAccess: (who) => this.#options.grantAccess(who),
        },
        owner,
      );
  }

  #require({ clusterId, contextId }: ContextRequest, userName: string): ExecutionContext {
    if (!clusterId) throw missing("clusterId");
    if (!contextId) throw missing("contextId");
    this.#requireCluster(clusterId);
    const context = this.#contexts.get(contextId);
    if (context?.owner.clusterId !== clusterId) throw contextNotFound(contextId);
    // Why: commands have the rights of whoever made the context.
    if (context.owner.userName !== userName) throw notTheirs(contextId, userName);
    return context;
  }

  #requireCluster(id: string): void {
    const state = this.#options.clusters.state(id);
    if (!isReady(state)) throw clusterNotReady(id, state);
  }

  #endAll(which: (context: ExecutionContext) => boolean): void {
    for (const [id, context] of this.#contexts) {
      if (!which(context)) continue;
      this.#contexts.delete(id);
      const closing = context.close().finally(() => this.#closing.delete(closing));
      this.#closing.add(closing);
    }
  }
}

function isReady(state: string | undefined): boolean {
  return state === "RUNNING" || state === "RESIZING";
}

/** 19 digits, as the platform's. */
function newContextId(): string {
  return `${randomInt(1, 10)}${String(randomInt(1e9)).padStart(9, "0")}${String(randomInt(1e9)).padStart(9, "0")}`;
}
