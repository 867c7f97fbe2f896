import { setTimeout as delay } from "node:timers/promises";
import { pythonKit } from "../../../python/index.js";
import { CommandEngine, type CommandEngineOptions, type CommandView } from "../index.js";

/** An engine on clusters that are names only: all of them run until they are ended. */
export class CommandsFixture {
  readonly engine: CommandEngine;
  /** Tokens that contexts have and that were not revoked. */
  readonly tokens = new Set<string>();
  /** How many keep the clusters from idling away. */
  holds = 0;
  readonly #ended = new Set<string>();
  readonly #listeners = new Set<(id: string, state: string) => void>();

  constructor(options: Partial<CommandEngineOptions> = {}) {
    this.engine = new CommandEngine({
      clusters: {
        state: (id) => (this.#ended.has(id) ? "TERMINATED" : "RUNNING"),
        watch: (listener) => {
          this.#listeners.add(listener);
          return () => this.#listeners.delete(listener);
        },
        hold: () => {
          this.holds += 1;
          return () => (this.holds -= 1);
        },
        variables: () => ({ OF_THE_CLUSTER: "yes" }),
      },
      kit: pythonKit({ paths: {} }),
      workspaceId: 123,
      python: () => Promise.resolve("python3"),
      grantAccess: ({ contextId }) => {
        const token = `token-${contextId}`;
        this.tokens.add(token);
        return { host: "http://host", token, revoke: () => void this.tokens.delete(token) };
      },
      ...options,
    });
  }

  /** Opens a context and returns what runs commands in it to their end. */
  open(language = "python", clusterId = "c"): OpenContext {
    const contextId = this.engine.create(clusterId, language, "me");
    const request = { clusterId, contextId };
    const execute = (command: string): string =>
      this.engine.execute({ ...request, command, language }, "me");
    const until = (id: string, wanted: (view: CommandView) => boolean): Promise<CommandView> =>
      eventually(() => {
        const view = this.engine.command(request, id, "me");
        return wanted(view) ? view : undefined;
      });
    const ended = (id: string): Promise<CommandView> =>
      until(id, ({ results }) => results !== undefined);
    return { ...request, execute, until, ended, run: (command) => ended(execute(command)) };
  }

  endCluster(id: string): void {
    this.#ended.add(id);
    for (const listener of this.#listeners) listener(id, "TERMINATING");
  }
}

/** A context that a test works with. */
export interface OpenContext {
  readonly clusterId: string;
  readonly contextId: string;
  /** Begins a command. */
  execute(command: string): string;
  until(id: string, wanted: (view: CommandView) => boolean): Promise<CommandView>;
  ended(id: string): Promise<CommandView>;
  /** Runs a command to its end. */
  run(command: string): Promise<CommandView>;
}

/** Waits until there is something. Programs run in real time, so this is real time too. */
export async function eventually<T>(find: () => T | undefined): Promise<T> {
  for (let tries = 0; tries < 3000; tries += 1) {
    const found = find();
    if (found !== undefined) return found;
    await delay(10);
  }
  throw new Error("it never came to this");
}
