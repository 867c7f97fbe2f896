import * as path from "node:path";
import { WorkspaceError } from "../../errors/index.js";
import type { PythonKit } from "../../python/index.js";
import type { JobsPorts, Program } from "./ports.js";
import type { RunRecord } from "./run-records.js";
import type { NotebookTask, SparkPythonTask, TaskDefinition } from "./settings.js";
import { type TaskEnd, misconfigured } from "./task-end.js";

/** What a task runs. */
export interface TaskProgram {
  readonly program: Program;
  /** What its file is called if it is yet to be written. */
  readonly fileName: string;
  /** The interpreter's arguments, once it is known where the file is. */
  argumentsFor(file: string): readonly string[];
  /** What its widgets hold. */
  readonly widgets: Readonly<Record<string, string>>;
}

/** Finds what a task runs, or how it ends because there is nothing. */
export async function taskProgram(
  ports: JobsPorts,
  kit: PythonKit,
  task: TaskDefinition,
  run: RunRecord,
): Promise<TaskEnd | TaskProgram> {
  const { spark_python_task: script, notebook_task: notebook } = task;
  try {
    if (script) return await scriptProgram(ports, kit, script, run);
    if (notebook) return notebookProgram(ports, kit, notebook, run);
  } catch (error) {
    if (!(error instanceof WorkspaceError)) throw error;
    const what = script?.python_file ?? notebook?.notebook_path;
    return misconfigured(`Cannot read ${what}: ${error.message}`, "RESOURCE_NOT_FOUND");
  }
  throw new Error(`task ${task.task_key} has no Python program`);
}

async function scriptProgram(
  ports: JobsPorts,
  kit: PythonKit,
  task: SparkPythonTask,
  run: RunRecord,
): Promise<TaskEnd | TaskProgram> {
  const { python_file: file, parameters = [] } = task;
  if (task.source === "GIT") return inGit(`the Python file ${file}`);
  const program = await ports.findProgram(file, run.run_as_user_name);
  if (!program) {
    return misconfigured(
      `Cannot read the Python file ${file}: there is no such file. Give the path of one in DBFS ` +
        "(dbfs:/...), in a volume (/Volumes/...), in the workspace (/Workspace/...) or in a repo (/Repos/...).",
      "RESOURCE_NOT_FOUND",
    );
  }
  return {
    program,
    fileName: path.posix.basename(file),
    argumentsFor: (at) => kit.runScript(at, parameters),
    widgets: parametersOf(run),
  };
}

function notebookProgram(
  ports: JobsPorts,
  kit: PythonKit,
  task: NotebookTask,
  run: RunRecord,
): TaskEnd | TaskProgram {
  const { notebook_path: name, base_parameters: base } = task;
  if (task.source === "GIT") return inGit(`the notebook ${name}`);
  const notebook = ports.findNotebook(name, run.run_as_user_name);
  if (!notebook) {
    return misconfigured(
      `Cannot read the notebook ${name}: there is none. Give its path in the workspace, without extension.`,
      "RESOURCE_NOT_FOUND",
    );
  }
  if (notebook.language !== "PYTHON") {
    return misconfigured(
      `The notebook ${name} is in ${notebook.language}: the local workspace runs Python notebooks.`,
      "INVALID_RUN_CONFIGURATION",
    );
  }
  return {
    program: notebook.program,
    fileName: "notebook.py",
    argumentsFor: (at) => kit.runNotebook(at, name),
    widgets: { ...base, ...run.notebook_params, ...parametersOf(run) },
  };
}

/** Parameters of a job are widgets of its tasks. */
function parametersOf(run: RunRecord): Record<string, string> {
  return Object.fromEntries(run.job_parameters.map(({ name, value }) => [name, value]));
}

function inGit(what: string): TaskEnd {
  return misconfigured(
    `Cannot read ${what}: programs of a git_source are not run by the local workspace. ` +
      "Create a repo and give the path below /Repos.",
    "RESOURCE_NOT_FOUND",
  );
}
