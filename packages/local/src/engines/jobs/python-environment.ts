import { inheritedEnvironment } from "../../processes/index.js";
import type { RunAccess } from "./ports.js";
import type { TaskRunRecord } from "./run-records.js";

/** Where the environment of a task's program comes from. */
export interface EnvironmentSources {
  readonly record: TaskRunRecord;
  readonly jobId: number;
  readonly access: RunAccess;
  /** Where the program's calls go: one host serves several workspaces. */
  readonly workspaceId: number;
  readonly clusterId: string | undefined;
  /** Variables that the cluster's definition sets. */
  readonly clusterVariables: Readonly<Record<string, string>>;
  /** Names of more variables of the server that programs may have. */
  readonly inherit: readonly string[];
  /** The version of the platform's runtime to show. */
  readonly runtimeVersion: string;
}

/** The environment of a task's program. */
export function pythonEnvironment(sources: EnvironmentSources): Record<string, string> {
  const { record, access, clusterId } = sources;
  return {
    ...inheritedEnvironment(sources.inherit),
    ...sources.clusterVariables,
    DATABRICKS_HOST: access.host,
    DATABRICKS_TOKEN: access.token,
    DATABRICKS_WORKSPACE_ID: String(sources.workspaceId),
    DATABRICKS_RUNTIME_VERSION: sources.runtimeVersion,
    DATABRICKS_JOB_ID: String(sources.jobId),
    DATABRICKS_JOB_RUN_ID: String(record.job_run_id),
    DATABRICKS_TASK_RUN_ID: String(record.run_id),
    DATABRICKS_TASK_KEY: record.task.task_key,
    ...(clusterId === undefined ? {} : { DATABRICKS_CLUSTER_ID: clusterId }),
    PYTHONUNBUFFERED: "1",
    PYTHONIOENCODING: "utf-8",
    // A program may lie in a clone, which should not change because it ran.
    PYTHONDONTWRITEBYTECODE: "1",
  };
}
