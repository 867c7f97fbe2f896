import type { CommandResult } from "./command-result.js";

/** What lets the programs of a context call the workspace, until it is revoked. */
export interface ContextAccess {
  readonly host: string;
  readonly token: string;
  revoke(): void;
}

/** Whose context it is, and where. */
export interface ContextOwner {
  readonly contextId: string;
  readonly clusterId: string;
  readonly userName: string;
}

/** Runs the commands of one context, one at a time. */
export interface Interpreter {
  /** Resolves once commands can be run; rejects with what users read. */
  readonly ready: Promise<void>;
  /** Rejects with what users read when the interpreter is lost with the command. */
  run(command: string): Promise<CommandAnswer>;
  /** Asks what runs to stop. The command may go on all the same. */
  interrupt(): void;
  /** Ends everything; resolves when nothing is left of it. */
  close(): Promise<void>;
}

/** What became of a command. */
export interface CommandAnswer {
  readonly result: CommandResult;
  /** True: the interpreter wants to be replaced by a new one. */
  readonly restart?: boolean;
}

/** Makes interpreters of one language. */
export type OpenInterpreter = (owner: ContextOwner) => Interpreter;

/** The clusters that contexts are on. */
export interface CommandClustersPort {
  /** E.g. `RUNNING`; undefined: there is no such cluster. */
  state(clusterId: string): string | undefined;
  /** Calls `listener` at each change of a cluster's state, until the result is called. */
  watch(listener: (clusterId: string, state: string) => void): () => void;
  /** Keeps a cluster from idling away until the result is called. */
  hold(clusterId: string): () => void;
  /** Variables that the cluster's definition sets. */
  variables(clusterId: string): Readonly<Record<string, string>>;
}

/** Calls `work` after that real time; the result calls it off. */
export type CommandTimer = (milliseconds: number, work: () => void) => () => void;
