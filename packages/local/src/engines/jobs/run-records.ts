import type { Collection, Store } from "../../state/index.js";
import type { RunStretch } from "./repairs.js";
import type { Progress } from "./run-state.js";
import type { JobCluster, TaskDefinition, TaskEnvironment } from "./settings.js";

/** A parameter of a job in one run. */
export interface JobParameter {
  readonly name: string;
  /** Undefined: the job does not define it, the run brought it. */
  readonly default?: string;
  readonly value: string;
}

/** A run as it is kept. Times are milliseconds since the Unix epoch, durations milliseconds. */
export interface RunRecord {
  readonly run_id: number;
  readonly job_id: number;
  readonly run_name: string;
  readonly run_type: "JOB_RUN" | "SUBMIT_RUN";
  readonly creator_user_name: string;
  readonly run_as_user_name: string;
  readonly start_time: number;
  /** 0 until it has ended. */
  readonly end_time: number;
  readonly queue_duration: number;
  readonly progress: Progress;
  readonly timeout_seconds: number;
  readonly job_clusters?: readonly JobCluster[] | undefined;
  readonly environments?: readonly TaskEnvironment[] | undefined;
  readonly git_source?: object | undefined;
  readonly job_parameters: readonly JobParameter[];
  readonly python_params?: readonly string[] | undefined;
  readonly notebook_params?: Readonly<Record<string, string>> | undefined;
  /** All attempts of all tasks, in the order in which they were planned. */
  readonly task_run_ids: readonly number[];
  /** The latest repair; undefined: the run was never repaired. */
  readonly repair?: { readonly id: number; readonly start_time: number };
  /** What the run was before its latest repair. */
  readonly stretches?: readonly RunStretch[];
}

/** One attempt of a task of a run, as it is kept. */
export interface TaskRunRecord {
  readonly run_id: number;
  readonly job_run_id: number;
  /** From 0. */
  readonly attempt_number: number;
  readonly original_attempt_run_id: number;
  /** With references resolved once it has begun. */
  readonly task: TaskDefinition;
  /** There once it has begun: with references as they were written. */
  readonly definition?: TaskDefinition;
  readonly start_time: number;
  /** 0 until it has ended. */
  readonly end_time: number;
  readonly setup_duration: number;
  readonly execution_duration: number;
  readonly progress: Progress;
  readonly cluster_id?: string | undefined;
  readonly condition_outcome?: boolean | undefined;
  readonly error?: string | undefined;
  readonly error_trace?: string | undefined;
  readonly logs_truncated?: boolean | undefined;
  /** What the program gave to other tasks, by key. */
  readonly values?: Readonly<Record<string, unknown>> | undefined;
  /** What the notebook exited with. */
  readonly exit_value?: string | undefined;
}

/** What the store holds of runs. */
export class RunRecords {
  readonly #runs: Collection<RunRecord>;
  readonly #tasks: Collection<TaskRunRecord>;
  readonly #tokens: Collection<{ readonly run_id: number }>;

  constructor(store: Store) {
    this.#runs = store.collection("job_runs");
    this.#tasks = store.collection("job_task_runs");
    this.#tokens = store.collection("job_run_tokens");
  }

  /** All runs, oldest first. */
  all(): RunRecord[] {
    return this.#runs.values().sort((a, b) => a.run_id - b.run_id);
  }

  find(id: number): RunRecord | undefined {
    return this.#runs.get(String(id));
  }

  findTask(id: number): TaskRunRecord | undefined {
    return this.#tasks.get(String(id));
  }

  tasksOf(run: RunRecord): TaskRunRecord[] {
    return run.task_run_ids.flatMap((id) => this.findTask(id) ?? []);
  }

  put(run: RunRecord): void {
    this.#runs.put(String(run.run_id), run);
  }

  putTask(task: TaskRunRecord): void {
    this.#tasks.put(String(task.run_id), task);
  }

  /** Changes fields of a run; one that was deleted meanwhile stays so. */
  update(id: number, changes: Partial<RunRecord>): void {
    const run = this.find(id);
    if (run) this.put({ ...run, ...changes });
  }

  /** Changes fields of a task run; one that was deleted meanwhile stays so. */
  updateTask(id: number, changes: Partial<TaskRunRecord>): void {
    const task = this.findTask(id);
    if (task) this.putTask({ ...task, ...changes });
  }

  delete(run: RunRecord): void {
    for (const id of run.task_run_ids) this.#tasks.delete(String(id));
    this.#runs.delete(String(run.run_id));
  }

  /** The run that a request with this token made, also when it was deleted since. */
  runOfToken(token: string): number | undefined {
    return this.#tokens.get(token)?.run_id;
  }

  keepToken(token: string, runId: number): void {
    this.#tokens.put(token, { run_id: runId });
  }
}
