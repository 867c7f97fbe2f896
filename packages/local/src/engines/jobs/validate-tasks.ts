import { invalid } from "./job-errors.js";
import { type TaskDefinition, taskTypes } from "./settings.js";

const RUN_IF = [
  "ALL_SUCCESS",
  "AT_LEAST_ONE_SUCCESS",
  "NONE_FAILED",
  "ALL_DONE",
  "AT_LEAST_ONE_FAILED",
  "ALL_FAILED",
];
/** Tasks that run on a cluster or in an environment, which must be named. */
const NEED_COMPUTE = [
  "spark_python_task",
  "spark_jar_task",
  "spark_submit_task",
  "python_wheel_task",
];

/** What tasks may refer to, by the name of the field that does. */
export interface KnownKeys {
  readonly job_cluster_key: ReadonlySet<string>;
  readonly environment_key: ReadonlySet<string>;
}

/** Checks tasks, each for itself and as a graph. @throws {WorkspaceError} */
export function checkTasks(tasks: readonly TaskDefinition[], known: KnownKeys): void {
  if (tasks.length > 1000) throw invalid(`tasks: ${tasks.length} are more than the limit of 1000.`);
  const byKey = new Map<string, TaskDefinition>();
  for (const task of tasks) {
    if (byKey.has(task.task_key)) {
      throw invalid(`tasks: the task_key '${task.task_key}' is there more than once.`);
    }
    byKey.set(task.task_key, task);
    checkTask(task, known);
  }
  for (const task of tasks) checkDependencies(task, byKey);
  const cycle = findCycle(byKey);
  if (cycle) throw invalid(`tasks: depend on each other in a circle: ${cycle.join(" -> ")}.`);
}

function checkTask(task: TaskDefinition, known: KnownKeys): void {
  const where = `task '${task.task_key}'`;
  if (!/^[\w-]{1,100}$/.test(task.task_key)) {
    throw invalid(`${where}: task_key must be 1 to 100 letters, digits, "_" or "-".`);
  }
  const types = taskTypes(task);
  if (types.length !== 1) {
    const found = types.length === 0 ? "none" : types.join(", ");
    throw invalid(
      `${where}: must have exactly one field that says what it does, such as spark_python_task; it has ${found}.`,
    );
  }
  if (task.run_if !== undefined && !RUN_IF.includes(task.run_if)) {
    throw invalid(`${where}: run_if '${task.run_if}' must be one of ${RUN_IF.join(", ")}.`);
  }
  for (const field of ["timeout_seconds", "min_retry_interval_millis"] as const) {
    if ((task[field] ?? 0) < 0) throw invalid(`${where}: ${field} must not be negative.`);
  }
  if ((task.max_retries ?? 0) < -1) throw invalid(`${where}: max_retries must be -1 or more.`);
  checkCompute(task, types[0] ?? "", known);
}

function checkCompute(task: TaskDefinition, type: string, known: KnownKeys): void {
  for (const field of ["job_cluster_key", "environment_key"] as const) {
    const key = task[field];
    if (key !== undefined && !known[field].has(key)) {
      const list = field === "job_cluster_key" ? "job_clusters" : "environments";
      throw invalid(`task '${task.task_key}': ${field} '${key}' is not defined in ${list}.`);
    }
  }
  const named = task.new_cluster ?? task.existing_cluster_id ?? task.job_cluster_key;
  if ((named ?? task.environment_key) === undefined && NEED_COMPUTE.includes(type)) {
    throw invalid("Either new_cluster or existing_cluster_id must be specified.");
  }
  if (named === undefined && task.libraries?.length) {
    throw invalid(
      `task '${task.task_key}': libraries are for clusters. Without one, name an environment_key, and ` +
        "the packages in environments.spec.dependencies.",
    );
  }
}

function checkDependencies(task: TaskDefinition, byKey: ReadonlyMap<string, TaskDefinition>): void {
  for (const { task_key, outcome } of task.depends_on ?? []) {
    const where = `task '${task.task_key}': depends_on '${task_key}'`;
    const other = byKey.get(task_key);
    if (!other) throw invalid(`${where}: there is no such task.`);
    if (outcome === undefined) continue;
    if (!other.condition_task) throw invalid(`${where}: outcome is for condition tasks only.`);
    if (outcome !== "true" && outcome !== "false") {
      throw invalid(`${where}: outcome '${outcome}' must be "true" or "false".`);
    }
  }
}

/** Takes away tasks whose dependencies are all gone; what remains goes round in circles. */
function findCycle(byKey: ReadonlyMap<string, TaskDefinition>): string[] | undefined {
  const waiting = new Map([...byKey].map(([key, task]) => [key, task.depends_on?.length ?? 0]));
  const dependents = new Map<string, string[]>();
  for (const [key, task] of byKey) {
    for (const { task_key: on } of task.depends_on ?? []) {
      dependents.set(on, [...(dependents.get(on) ?? []), key]);
    }
  }
  const free = [...waiting].filter(([, count]) => count === 0).map(([key]) => key);
  for (let key = free.pop(); key !== undefined; key = free.pop()) {
    waiting.delete(key);
    for (const dependent of dependents.get(key) ?? []) {
      const count = (waiting.get(dependent) ?? 0) - 1;
      waiting.set(dependent, count);
      if (count === 0) free.push(dependent);
    }
  }
  const first = [...waiting.keys()][0];
  return first === undefined ? undefined : followCycle(first, byKey, waiting);
}

function followCycle(
  first: string,
  byKey: ReadonlyMap<string, TaskDefinition>,
  waiting: ReadonlyMap<string, number>,
): string[] {
  const path: string[] = [];
  let key: string | undefined = first;
  while (key !== undefined && !path.includes(key)) {
    path.push(key);
    key = byKey.get(key)?.depends_on?.find((edge) => waiting.has(edge.task_key))?.task_key;
  }
  return key === undefined ? path : [...path.slice(path.indexOf(key)), key];
}
