import type { EnvironmentSpec } from "./ports.js";

/*
 * The parts of job definitions that the engine reads, by their names in the API. A definition has
 * many more fields; they are kept and given back as data.
 */

/** An edge of the graph of tasks. */
export interface TaskDependency {
  readonly task_key: string;
  /** `"true"` or `"false"`: only when the condition task that it names had this outcome. */
  readonly outcome?: string | undefined;
}

/** A Python program to run. */
export interface SparkPythonTask {
  readonly python_file: string;
  readonly parameters?: readonly string[] | undefined;
  readonly source?: string | undefined;
}

/** A notebook to run. */
export interface NotebookTask {
  readonly notebook_path: string;
  /** What its widgets hold, unless the run says otherwise. */
  readonly base_parameters?: Readonly<Record<string, string>> | undefined;
  readonly source?: string | undefined;
}

/** A comparison that decides which tasks run. */
export interface ConditionTask {
  readonly op: string;
  readonly left: string;
  readonly right: string;
}

/** One task of a job or of a submitted run. Exactly one field named `..._task` says what it does. */
export interface TaskDefinition {
  readonly task_key: string;
  readonly depends_on?: readonly TaskDependency[] | undefined;
  readonly run_if?: string | undefined;
  readonly disabled?: boolean | undefined;
  /** 0: no limit. */
  readonly timeout_seconds?: number | undefined;
  /** -1: without end. */
  readonly max_retries?: number | undefined;
  readonly min_retry_interval_millis?: number | undefined;
  readonly retry_on_timeout?: boolean | undefined;
  readonly existing_cluster_id?: string | undefined;
  readonly job_cluster_key?: string | undefined;
  readonly new_cluster?: NewCluster | undefined;
  readonly environment_key?: string | undefined;
  readonly libraries?: readonly object[] | undefined;
  readonly spark_python_task?: SparkPythonTask | undefined;
  readonly notebook_task?: NotebookTask | undefined;
  readonly condition_task?: ConditionTask | undefined;
}

/** A cluster that is made for a run. */
export interface NewCluster {
  readonly spark_env_vars?: Readonly<Record<string, string>> | undefined;
}

/** A cluster that tasks of a run share. */
export interface JobCluster {
  readonly job_cluster_key: string;
  readonly new_cluster?: NewCluster | undefined;
}

/** An environment of tasks that run without a cluster. */
export interface TaskEnvironment {
  readonly environment_key: string;
  readonly spec?: EnvironmentSpec | undefined;
}

/** A parameter of a job and its default. */
export interface JobParameterDefinition {
  readonly name: string;
  readonly default: string;
}

/** When a job runs by itself. */
export interface CronSchedule {
  readonly quartz_cron_expression: string;
  readonly timezone_id: string;
}

/** Whose rights a job runs with. */
export interface RunAs {
  readonly user_name?: string | undefined;
  readonly service_principal_name?: string | undefined;
}

/** What jobs and submitted runs share. */
export interface RunSettings {
  readonly tasks?: readonly TaskDefinition[] | undefined;
  readonly environments?: readonly TaskEnvironment[] | undefined;
  readonly git_source?: { readonly git_provider?: string | undefined } | undefined;
  readonly queue?: { readonly enabled?: boolean | undefined } | undefined;
  readonly run_as?: RunAs | undefined;
  readonly tags?: Readonly<Record<string, string>> | undefined;
  readonly timeout_seconds?: number | undefined;
}

/** The definition of a job. */
export interface JobSettings extends RunSettings {
  readonly name?: string | undefined;
  readonly format?: string | undefined;
  readonly job_clusters?: readonly JobCluster[] | undefined;
  readonly max_concurrent_runs?: number | undefined;
  readonly parameters?: readonly JobParameterDefinition[] | undefined;
  readonly schedule?: CronSchedule | undefined;
}

/** Which kind of task it is: `spark_python_task`; undefined when it says nothing. */
export function taskType(task: TaskDefinition): string | undefined {
  return taskTypes(task)[0];
}

/** All kinds that a definition names; more than one is an error. */
export function taskTypes(task: TaskDefinition): string[] {
  return Object.entries(task)
    .filter(([name, value]) => name.endsWith("_task") && value !== undefined && value !== null)
    .map(([name]) => name);
}
