import * as fs from "node:fs";
import * as path from "node:path";
import { type ProcessEnd, findExecutable, runProcessGroup } from "../../processes/index.js";
import { openTaskExchange, readTaskOutput, type TaskInput } from "../../python/index.js";
import type { TailBuffer } from "./tail-buffer.js";
import { type TaskEnd, failed, misconfigured } from "./task-end.js";
import type { TaskProgram } from "./task-program.js";
import { lastTraceback } from "./traceback.js";

/** How a Python program is run. */
export interface PythonRun {
  readonly program: TaskProgram;
  /** What other tasks gave it. */
  readonly taskValues: NonNullable<TaskInput["taskValues"]>;
  /** The interpreter's name or path. */
  readonly python: string;
  /** A new folder for this run, which is removed afterwards. */
  readonly folder: string;
  readonly environment: Readonly<Record<string, string>>;
  readonly log: TailBuffer;
  readonly signal: AbortSignal;
}

/** Runs the program of a task to its end. */
export async function runPython(run: PythonRun): Promise<TaskEnd> {
  const interpreter = findExecutable(run.python, run.environment["PATH"]);
  if (!interpreter) return noPython(run.python);
  const work = path.join(run.folder, "work");
  const exchange = path.join(run.folder, "exchange");
  fs.mkdirSync(work, { recursive: true });
  try {
    const { widgets } = run.program;
    const task = openTaskExchange(exchange, { widgets, taskValues: run.taskValues });
    const end = await runProcessGroup({
      command: interpreter,
      args: run.program.argumentsFor(programFile(run.program, work)),
      cwd: work,
      env: { ...run.environment, ...task },
      onOutput: (chunk) => run.log.append(chunk),
      signal: run.signal,
    });
    const { taskValues: values, exitValue } = readTaskOutput(exchange);
    return { ...taskEnd(end, run.log), values, exitValue };
  } finally {
    fs.rmSync(run.folder, { recursive: true, force: true });
  }
}

/** The file to run; bytes are put into the folder. */
function programFile({ program, fileName }: TaskProgram, folder: string): string {
  if ("file" in program) return program.file;
  const file = path.join(folder, fileName);
  fs.writeFileSync(file, program.bytes);
  return file;
}

function taskEnd(end: ProcessEnd, log: TailBuffer): TaskEnd {
  const logsTruncated = log.truncated;
  if ("error" in end) return { ...failed(end.error), logsTruncated };
  if ("exitCode" in end && end.exitCode === 0) {
    return { outcome: { ending: "success", message: "" }, mayRetry: false, logsTruncated };
  }
  const traceback = lastTraceback(log.bytes().toString());
  const how = "exitCode" in end ? `exit code ${end.exitCode}` : `the signal ${end.killedBy}`;
  return {
    ...failed(traceback?.error ?? `The Python program ended with ${how}.`),
    errorTrace: traceback?.trace,
    logsTruncated,
  };
}

function noPython(name: string): TaskEnd {
  return misconfigured(
    `${name} was not found on PATH, so the Python program cannot run. Install Python 3 ` +
      "(https://www.python.org/downloads/), or name its path with the option `python`.",
    "DRIVER_ERROR",
  );
}
