import * as fs from "node:fs";
import * as path from "node:path";

/** What a task's program is told. */
export interface TaskInput {
  /** Values of `dbutils.widgets`, by name. */
  readonly widgets?: Readonly<Record<string, string>>;
  /** What `dbutils.jobs.taskValues.get` gives: by key of the task, then by key of the value. */
  readonly taskValues?: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
}

/** What a task's program left behind. */
export interface TaskOutput {
  /** What `dbutils.jobs.taskValues.set` was given last, by key. */
  readonly taskValues: Readonly<Record<string, unknown>>;
  /** What `dbutils.notebook.exit` was given; undefined: it was not called. */
  readonly exitValue: string | undefined;
}

const INPUT = "input.json";
const VALUES = "task-values.jsonl";
const EXIT = "exit.json";

/**
 * Prepares a folder through which a task's program and the engine that runs it tell each other what
 * the environment has no room for.
 *
 * @param folder is made if need be; whoever calls removes it
 * @returns what to add to the program's environment
 */
export function openTaskExchange(folder: string, input: TaskInput = {}): Record<string, string> {
  fs.mkdirSync(folder, { recursive: true });
  fs.writeFileSync(path.join(folder, INPUT), JSON.stringify(input));
  return { DATABRICKS_LOCAL_TASK: folder };
}

/** Reads what a program left, also while it runs. */
export function readTaskOutput(folder: string): TaskOutput {
  const lines = read(path.join(folder, VALUES)).split("\n");
  // What stands behind the last line break is being written.
  const entries = lines.slice(0, -1).map((line) => JSON.parse(line) as [string, unknown]);
  const exit = read(path.join(folder, EXIT));
  return {
    taskValues: Object.fromEntries(entries),
    exitValue: exit === "" ? undefined : (JSON.parse(exit) as string),
  };
}

function read(file: string): string {
  return fs.existsSync(file) ? fs.readFileSync(file, "utf8") : "";
}
