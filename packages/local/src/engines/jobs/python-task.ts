import * as fs from "node:fs";
import * as path from "node:path";
import { findExecutable } from "./find-executable.js";
import type { Program } from "./ports.js";
import { type ProcessEnd, runProcessGroup } from "./process-group.js";
import type { SparkPythonTask } from "./settings.js";
import type { TailBuffer } from "./tail-buffer.js";
import { type TaskEnd, failed, misconfigured } from "./task-end.js";
import { lastTraceback } from "./traceback.js";

/** How a Python program is run. */
export interface PythonRun {
  readonly task: SparkPythonTask;
  readonly program: Program;
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
  fs.mkdirSync(run.folder, { recursive: true });
  try {
    const end = await runProcessGroup({
      command: interpreter,
      args: ["-u", programFile(run), ...(run.task.parameters ?? [])],
      cwd: run.folder,
      env: run.environment,
      onOutput: (chunk) => run.log.append(chunk),
      signal: run.signal,
    });
    return taskEnd(end, run.log);
  } finally {
    fs.rmSync(run.folder, { recursive: true, force: true });
  }
}

/** The file to run; bytes are put into the run's folder under the name that the task gives. */
function programFile({ program, task, folder }: PythonRun): string {
  if ("file" in program) return program.file;
  const file = path.join(folder, path.posix.basename(task.python_file));
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
