import { type ChildProcess, spawn } from "node:child_process";
import { atExit } from "./at-exit.js";

/** Milliseconds between asking a process to end and ending it. */
const GRACE = 2000;
/** Milliseconds to wait for the rest of the output of a process that has ended. */
const LAST_WORDS = 1000;

/** What to run. */
export interface ProcessSpec {
  readonly command: string;
  readonly args: readonly string[];
  readonly cwd: string;
  /** The whole environment: nothing is inherited. */
  readonly env: Readonly<Record<string, string>>;
  /** Receives standard output and standard error, in the order in which they were written. */
  readonly onOutput: (chunk: Buffer) => void;
  /** Ends the process and its children; at once when the reason is `KILL_NOW`. */
  readonly signal: AbortSignal;
  /** True: it reads what `write` is given. Default: its standard input is empty. */
  readonly input?: boolean;
}

/** A program and its children. */
export interface ProcessGroup {
  /** How the program ended, once its whole group is gone. Never rejects. */
  readonly ended: Promise<ProcessEnd>;
  /** Writes to its standard input. Nothing happens when it has ended, or has no input. */
  write(text: string): void;
  /** Sends a signal to all processes of the group, such as `SIGINT` to interrupt what they do. */
  interrupt(signal: NodeJS.Signals): void;
}

/** How a process ended: by itself, by a signal, or that it could not be started. */
export type ProcessEnd =
  | { readonly exitCode: number }
  | { readonly killedBy: string }
  | { readonly error: string };

/** The reason of an abort that gives a process no time to clean up. */
export const KILL_NOW: unique symbol = Symbol("kill now");

/** Groups that live; when this process ends first, it takes them along. */
const living = new Map<ChildProcess, () => void>();

/** Runs a program in a process group of its own until the whole group is gone. Never rejects. */
export function runProcessGroup(spec: ProcessSpec): Promise<ProcessEnd> {
  return startProcessGroup(spec).ended;
}

/** Starts a program in a process group of its own. */
export function startProcessGroup(spec: ProcessSpec): ProcessGroup {
  if (spec.signal.aborted) return notStarted;
  const child = start(spec);
  // A program that ends without having read all is no failure of this one.
  child.stdin?.on("error", () => {});
  return {
    ended: endOf(child, spec),
    write: (text) => void child.stdin?.write(text),
    interrupt: (signal) => signalGroup(child, signal),
  };
}

const notStarted: ProcessGroup = {
  ended: Promise.resolve({ killedBy: "SIGTERM" }),
  write: () => {},
  interrupt: () => {},
};

function endOf(child: ChildProcess, spec: ProcessSpec): Promise<ProcessEnd> {
  return new Promise((resolve) => {
    let killTimer: NodeJS.Timeout | undefined;
    const stop = (): void => {
      if (spec.signal.reason === KILL_NOW) return signalGroup(child, "SIGKILL");
      signalGroup(child, "SIGTERM");
      killTimer = setTimeout(() => signalGroup(child, "SIGKILL"), GRACE);
    };
    const settle = (end: ProcessEnd): void => {
      clearTimeout(killTimer);
      spec.signal.removeEventListener("abort", stop);
      untrack(child);
      resolve(end);
    };
    spec.signal.addEventListener("abort", stop);
    child.stdout?.on("data", spec.onOutput);
    child.stderr?.on("data", spec.onOutput);
    child.once("error", (error) => settle({ error: error.message }));
    child.once("exit", (code, signal) => {
      // What it left behind in the background must not outlive it, nor hold its output open.
      signalGroup(child, "SIGKILL");
      const end = code === null ? { killedBy: String(signal) } : { exitCode: code };
      const lastWords = setTimeout(() => child.stdout?.destroy(), LAST_WORDS);
      child.once("close", () => {
        clearTimeout(lastWords);
        settle(end);
      });
    });
  });
}

function start(spec: ProcessSpec): ChildProcess {
  const windows = process.platform === "win32";
  // Two pipes would lose the order of what is written to them, so a shell joins them into one and
  // then becomes the program; names and arguments reach it as data, never as shell text.
  const [command, args] = windows
    ? [spec.command, spec.args]
    : ["/bin/sh", ["-c", 'exec "$@" 2>&1', "sh", spec.command, ...spec.args]];
  const child = spawn(command, args, {
    cwd: spec.cwd,
    env: { ...spec.env },
    detached: !windows,
    stdio: [spec.input ? "pipe" : "ignore", "pipe", windows ? "pipe" : "ignore"],
  });
  track(child);
  return child;
}

function signalGroup(child: ChildProcess, signal: NodeJS.Signals): void {
  try {
    if (process.platform === "win32") child.kill(signal);
    else if (child.pid !== undefined) process.kill(-child.pid, signal);
  } catch {
    // Nobody is left in the group.
  }
}

function track(child: ChildProcess): void {
  living.set(
    child,
    atExit(() => signalGroup(child, "SIGKILL")),
  );
}

function untrack(child: ChildProcess): void {
  living.get(child)?.();
  living.delete(child);
}
