import type { JobSettings, TaskDefinition } from "./settings.js";

/** Kinds of tasks whose code is in the workspace or, with `git_source`, in a Git repository. */
const WITH_SOURCE = ["notebook_task", "spark_python_task", "dbt_task"];

/** A job's definition as it is kept and returned: with all that the platform fills in. */
export function withJobDefaults(settings: JobSettings): JobSettings {
  const { tasks, job_clusters, ...rest } = settings;
  const inGit = settings.git_source !== undefined;
  const defaults = {
    name: "Untitled",
    email_notifications: {},
    webhook_notifications: {},
    format: "MULTI_TASK",
    max_concurrent_runs: 1,
    timeout_seconds: 0,
  };
  return {
    ...defaults,
    ...defined(rest),
    ...(tasks ? { tasks: tasks.map((task) => withTaskDefaults(task, inGit)) } : {}),
    ...(job_clusters ? { job_clusters: job_clusters.map(withoutPolicyDefaults) } : {}),
  };
}

/** A task as it is kept and returned. */
export function withTaskDefaults(task: TaskDefinition, inGit: boolean): TaskDefinition {
  const { depends_on: edges, ...rest } = withoutPolicyDefaults(task);
  const defaults = { run_if: "ALL_SUCCESS", timeout_seconds: 0, email_notifications: {} };
  return {
    ...defaults,
    ...defined(rest),
    ...withSource(task, inGit ? "GIT" : "WORKSPACE"),
    ...(edges ? { depends_on: edges.toSorted((a, b) => compare(a.task_key, b.task_key)) } : {}),
  };
}

function withSource(task: TaskDefinition, source: string): object {
  const fields = task as unknown as Readonly<Record<string, object | undefined>>;
  const added: (readonly [string, object])[] = WITH_SOURCE.flatMap((name) => {
    const body = fields[name];
    return body ? [[name, { source, ...defined(body) }] as const] : [];
  });
  const sql = fields["sql_task"] as { readonly file?: object } | undefined;
  if (sql?.file) added.push(["sql_task", { ...sql, file: { source, ...defined(sql.file) } }]);
  return Object.fromEntries(added) as object;
}

/** `apply_policy_default_values` says how to make a cluster; it is never given back. */
function withoutPolicyDefaults<T extends { readonly new_cluster?: object | undefined }>(
  owner: T,
): T {
  if (!owner.new_cluster) return owner;
  const { apply_policy_default_values: _, ...cluster } = owner.new_cluster as {
    readonly apply_policy_default_values?: boolean;
  };
  return { ...owner, new_cluster: cluster };
}

function defined<T extends object>(fields: T): T {
  // The same fields without those that are there but undefined, which would undo defaults.
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as T;
}

function compare(a: string, b: string): number {
  return a < b ? -1 : Number(a > b);
}
