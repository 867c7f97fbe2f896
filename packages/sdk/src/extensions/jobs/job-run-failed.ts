import { OperationFailed } from "../../errors/index.js";
import { redactText } from "../../internal/index.js";
import type { Run } from "../../services/jobs/index.gen.js";
import type { FailedTask } from "./run-outcome.js";

/** What a {@link JobRunFailed} tells. */
export interface JobRunFailedInit<R> {
  readonly run: Run;
  readonly state: string;
  readonly failedTasks: readonly FailedTask[];
  readonly response: R;
}

/**
 * A job run that was waited for did not succeed. The message names the tasks that failed and their
 * errors; `throwOnFailure: false` returns the run instead.
 */
export class JobRunFailed<R = unknown> extends OperationFailed<Run, R> {
  static {
    Object.defineProperty(this.prototype, "name", { value: "JobRunFailed", configurable: true });
  }

  readonly #failedTasks: readonly FailedTask[];

  constructor({ run, state, failedTasks, response }: JobRunFailedInit<R>) {
    super(describe(run, state, failedTasks), { state, value: run, response });
    this.#failedTasks = failedTasks;
  }

  /** The tasks that failed by themselves, each with its error where that could be had. */
  get failedTasks(): readonly FailedTask[] {
    return this.#failedTasks;
  }

  /** The run as it ended. */
  get run(): Run {
    return this.value;
  }

  override toJSON(): Record<string, unknown> {
    const tasks = this.failedTasks.map(({ taskKey, runId, state }) => {
      // JSON has no bigint, and ids are text to whoever reads a log.
      return { taskKey, runId: runId === undefined ? undefined : String(runId), state };
    });
    return { ...super.toJSON(), runId: String(this.run.run_id), failedTasks: tasks };
  }
}

function describe(run: Run, state: string, tasks: readonly FailedTask[]): string {
  const named = run.run_name === undefined ? "" : ` ${JSON.stringify(run.run_name)}`;
  const message = run.state?.state_message ?? "";
  const lines = tasks.map((task) => {
    const reason = task.error ?? task.message;
    return `\n  task ${task.taskKey}: ${task.state}${reason === "" ? "" : `: ${reason}`}`;
  });
  const page = run.run_page_url === undefined ? "" : `\n  see ${run.run_page_url}`;
  const head = `job run ${run.run_id}${named} ended as ${state}${message === "" ? "" : `: ${message}`}`;
  return redactText(head + lines.join("")) + page;
}
