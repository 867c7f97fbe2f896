import { ConfigError, TimeoutError } from "../errors/index.js";
import { builtin, combineSignals } from "../internal/index.js";
import type { StrategyInput } from "./strategy.js";

/** What to run, and within which limits. */
export interface Execution {
  readonly path: string;
  readonly args: readonly string[];
  readonly env: StrategyInput["env"];
  readonly clock: StrategyInput["context"]["clock"];
  /** Milliseconds after which the program is killed. */
  readonly timeout: number;
  readonly signal?: AbortSignal | undefined;
}

/** How a program ended. */
export interface Finished {
  /** 0 for success. */
  readonly exitCode: number;
  readonly stdout: string;
  readonly stderr: string;
}

const largestOutput = 2 ** 20;

/**
 * Runs a program to its end, without a shell and without input.
 * Throws a {@link TimeoutError} when it takes too long, and a {@link ConfigError} when it can't be
 * started; an exit code is no error.
 */
export async function runExecutable(execution: Execution): Promise<Finished> {
  const { path, args, clock, timeout } = execution;
  const what = [path.split(/[/\\]/).at(-1), ...args.slice(0, 2)].join(" ");
  const limit = combineSignals({
    signals: [execution.signal],
    timeout: {
      clock,
      milliseconds: timeout,
      reason: () =>
        new TimeoutError(`${what} did not end within ${timeout / 1000} s`, {
          elapsed: timeout,
          attempts: 1,
        }),
    },
  });
  try {
    limit.signal?.throwIfAborted();
    return await start(execution, what, limit.signal);
  } catch (error) {
    throw limit.signal?.aborted === true ? limit.signal.reason : error;
  } finally {
    limit.dispose();
  }
}

function start(
  { path, args, env }: Execution,
  what: string,
  signal: AbortSignal | undefined,
): Promise<Finished> {
  const childProcess = builtin("node:child_process");
  if (childProcess === undefined) throw new ConfigError(`this runtime cannot run ${what}`);
  const command = commandFor(path, args, env);
  const options = {
    env: { ...env },
    encoding: "utf8",
    maxBuffer: largestOutput,
    windowsHide: true,
    windowsVerbatimArguments: command.verbatim,
    killSignal: "SIGKILL",
    ...(signal === undefined ? {} : { signal }),
  } as const;
  return new Promise((resolve, reject) => {
    const child = childProcess.execFile(
      command.file,
      [...command.args],
      options,
      (error, stdout, stderr) => {
        const code = error === null ? 0 : error.code;
        if (typeof code === "number") resolve({ exitCode: code, stdout, stderr });
        else reject(new ConfigError(`${what} could not be run: ${code ?? "it was killed"}`));
      },
    );
    child.stdin?.end();
  });
}

/** A command line in the form that the system takes. */
export interface Command {
  readonly file: string;
  readonly args: readonly string[];
  /** On Windows: the arguments are quoted already. */
  readonly verbatim: boolean;
}

/**
 * The command that runs a program. Batch files, such as `az` on Windows, can only be run by
 * `cmd.exe`, for which no quoting is safe: their arguments must do without special characters.
 */
export function commandFor(
  path: string,
  args: readonly string[],
  env: StrategyInput["env"],
): Command {
  if (!/\.(cmd|bat)$/i.test(path)) return { file: path, args, verbatim: false };
  const risky = args.find((arg) => !/^[\w:/.,@=+-]+$/.test(arg));
  if (risky !== undefined) {
    throw new ConfigError(
      `cannot hand ${JSON.stringify(risky)} to ${path}: it has special characters`,
    );
  }
  const line = `"${[`"${path}"`, ...args].join(" ")}"`;
  return { file: env["ComSpec"] ?? "cmd.exe", args: ["/d", "/s", "/c", line], verbatim: true };
}
