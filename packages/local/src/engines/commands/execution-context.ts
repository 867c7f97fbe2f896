import { commandNotFound } from "./command-errors.js";
import { type CommandResult, errorResult } from "./command-result.js";
import type { CommandTimer, ContextOwner, Interpreter } from "./ports.js";

/** The states of a command. */
export type CommandStatus =
  | "Cancelled"
  | "Cancelling"
  | "Error"
  | "Finished"
  | "Queued"
  | "Running";

/** A command as callers see it. */
export interface CommandView {
  readonly id: string;
  readonly status: CommandStatus;
  /** Undefined until it has ended. */
  readonly results: CommandResult | undefined;
}

/** What a context works with. */
export interface ContextOptions {
  readonly owner: ContextOwner;
  readonly language: string;
  readonly open: (owner: ContextOwner) => Interpreter;
  /** Keeps the cluster from idling away until the result is called. */
  readonly hold: () => () => void;
  readonly timer: CommandTimer;
  /** Milliseconds that a cancelled command has to stop. */
  readonly grace: number;
  readonly newId: () => string;
}

interface Command {
  readonly id: string;
  readonly text: string;
  status: CommandStatus;
  results: CommandResult | undefined;
  /** Ends what was begun to stop it. */
  settle: () => void;
}

/** Milliseconds until a cancelled command that goes on is asked again. */
const ASK_AGAIN = 200;
/** Commands that can be asked for after they have ended; older ones are forgotten. */
const MOST_KEPT = 200;

const CANCELLED = errorResult("Cancelled: The command was cancelled.");
const KILLED = errorResult(
  "Cancelled: The command was cancelled. It did not stop when it was asked to, so its process was " +
    "ended: the variables of this context are lost.",
);

/** A conversation with an interpreter: commands one after the other that share their variables. */
export class ExecutionContext {
  readonly owner: ContextOwner;
  readonly language: string;
  readonly #options: ContextOptions;
  readonly #commands = new Map<string, Command>();
  readonly #queue: Command[] = [];
  #interpreter: Interpreter;
  #status: "Error" | "Pending" | "Running" = "Pending";
  #working = false;
  #closed = false;

  constructor(options: ContextOptions) {
    this.owner = options.owner;
    this.language = options.language;
    this.#options = options;
    this.#interpreter = this.#open();
  }

  get status(): "Error" | "Pending" | "Running" {
    return this.#status;
  }

  /** Runs a command once those before it have ended, and returns its id. */
  execute(text: string): string {
    const id = this.#options.newId();
    const command: Command = { id, text, status: "Queued", results: undefined, settle };
    this.#commands.set(id, command);
    this.#forgetOld();
    this.#queue.push(command);
    void this.#work();
    return id;
  }

  /** @throws WorkspaceError when there is no such command */
  command(id: string): CommandView {
    return this.#require(id);
  }

  /** Stops a command. Nothing happens to one that has ended. */
  cancel(id: string): void {
    const command = this.#require(id);
    if (command.status === "Queued") {
      this.#queue.splice(this.#queue.indexOf(command), 1);
      command.status = "Cancelled";
      command.results = CANCELLED;
    } else if (command.status === "Running") {
      command.status = "Cancelling";
      this.#stop(command, this.#options.grace);
    }
  }

  /** Ends what runs, and forgets the rest. */
  async close(): Promise<void> {
    this.#closed = true;
    this.#queue.length = 0;
    await this.#interpreter.close();
  }

  async #work(): Promise<void> {
    if (this.#working) return;
    this.#working = true;
    const release = this.#options.hold();
    for (let next = this.#queue.shift(); next; next = this.#queue.shift()) await this.#run(next);
    release();
    this.#working = false;
  }

  async #run(command: Command): Promise<void> {
    command.status = "Running";
    try {
      const { result, restart } = await this.#interpreter.run(command.text);
      end(command, "Finished", result, CANCELLED);
      if (restart) await this.#replace();
    } catch (error) {
      const text = error instanceof Error ? error.message : String(error);
      end(command, "Error", errorResult(text), KILLED);
      if (this.#status === "Running") await this.#replace();
    }
  }

  /** Why again and again: a command may just be on its way, and some need to hear it twice. */
  #stop(command: Command, left: number): void {
    if (left <= 0) return void this.#interpreter.close();
    this.#interpreter.interrupt();
    const again = (): void => this.#stop(command, left - ASK_AGAIN);
    command.settle = this.#options.timer(Math.min(left, ASK_AGAIN), again);
  }

  async #replace(): Promise<void> {
    await this.#interpreter.close();
    if (!this.#closed) this.#interpreter = this.#open();
  }

  #open(): Interpreter {
    const interpreter = this.#options.open(this.owner);
    interpreter.ready.then(
      () => (this.#status = "Running"),
      () => (this.#status = "Error"),
    );
    return interpreter;
  }

  #forgetOld(): void {
    for (const [id, { results }] of this.#commands) {
      if (this.#commands.size <= MOST_KEPT) return;
      if (results) this.#commands.delete(id);
    }
  }

  #require(id: string): Command {
    const command = this.#commands.get(id);
    if (!command) throw commandNotFound(id);
    return command;
  }
}

const settle = (): void => {};

function end(
  command: Command,
  status: CommandStatus,
  results: CommandResult,
  ifCancelled: CommandResult,
): void {
  command.settle();
  const cancelled = command.status === "Cancelling";
  command.status = cancelled ? "Cancelled" : status;
  command.results = cancelled ? ifCancelled : results;
}
