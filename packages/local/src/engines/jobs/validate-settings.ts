import { invalid } from "./job-errors.js";
import { checkSchedule } from "./quartz-cron.js";
import type { JobSettings, RunSettings, TaskDefinition } from "./settings.js";
import { checkTasks } from "./validate-tasks.js";

const GIT_PROVIDERS = [
  "github",
  "gitlab",
  "bitbucketcloud",
  "azuredevopsservices",
  "githubenterprise",
  "bitbucketserver",
  "gitlabenterpriseedition",
  "awscodecommit",
];
/** Fields in which definitions from before jobs had tasks say what to do. */
const SINGLE_TASK_FIELDS = ["existing_cluster_id", "new_cluster"];

/** Checks the definition of a job. @throws {WorkspaceError} `INVALID_PARAMETER_VALUE`. */
export function checkJobSettings(settings: JobSettings): void {
  if (Buffer.byteLength(settings.name ?? "") > 4096) {
    throw invalid("name: must not be longer than 4096 bytes in UTF-8.");
  }
  const runs = settings.max_concurrent_runs ?? 1;
  if (!Number.isInteger(runs) || runs < 0 || runs > 1000) {
    throw invalid(`max_concurrent_runs ${runs}: must be between 0 and 1000.`);
  }
  if (settings.job_clusters?.length && isSingleTask(settings)) {
    throw invalid("Shared job cluster feature is only supported in multi-task jobs.");
  }
  checkUnique(
    "job_clusters.job_cluster_key",
    settings.job_clusters?.map((c) => c.job_cluster_key),
  );
  checkUnique(
    "parameters.name",
    settings.parameters?.map((parameter) => parameter.name),
  );
  if (settings.schedule) checkSchedule(settings.schedule);
  checkRunSettings(
    settings,
    settings.job_clusters?.map((cluster) => cluster.job_cluster_key),
  );
}

/**
 * Checks what jobs and submitted runs share.
 *
 * @param clusterKeys the keys that tasks may name in `job_cluster_key`
 * @throws {WorkspaceError} `INVALID_PARAMETER_VALUE`
 */
export function checkRunSettings(settings: RunSettings, clusterKeys: readonly string[] = []): void {
  const provider = settings.git_source?.git_provider?.toLowerCase();
  if (settings.git_source && !GIT_PROVIDERS.includes(provider ?? "")) {
    throw invalid(`git_source.git_provider must be one of: ${GIT_PROVIDERS.join(",")}`);
  }
  if (Object.keys(settings.tags ?? {}).length > 25)
    throw invalid("tags: must not be more than 25.");
  const timeout = settings.timeout_seconds ?? 0;
  if (timeout < 0) throw invalid(`timeout_seconds ${timeout}: must not be negative.`);
  const environments = settings.environments?.map((environment) => environment.environment_key);
  checkUnique("environments.environment_key", environments);
  checkTasks(settings.tasks ?? [], {
    job_cluster_key: new Set(clusterKeys),
    environment_key: new Set(environments),
  });
}

/** Checks a token that makes a request repeatable. @throws {WorkspaceError} */
export function checkIdempotencyToken(token: string): void {
  if (token.length > 64) throw invalid("idempotency_token: must not be longer than 64 characters.");
}

function isSingleTask(settings: JobSettings): boolean {
  if (settings.tasks?.length) return false;
  const fields = Object.keys(settings);
  return (
    settings.format === "SINGLE_TASK" ||
    fields.some((field) => field.endsWith("_task") || SINGLE_TASK_FIELDS.includes(field))
  );
}

/** @throws {WorkspaceError} naming the first key that is there twice. */
export function checkUnique(field: string, keys: readonly string[] = []): void {
  const twice = keys.find((key, index) => keys.indexOf(key) < index);
  if (twice !== undefined) throw invalid(`${field} '${twice}': is there more than once.`);
}

/** The tasks of a run that must have some. @throws {WorkspaceError} */
export function requireTasks(settings: RunSettings, owner: string): readonly TaskDefinition[] {
  if (settings.tasks?.length) return settings.tasks;
  throw invalid(`tasks: ${owner} has no tasks to run.`);
}
