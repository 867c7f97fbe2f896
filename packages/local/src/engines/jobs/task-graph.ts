import type { EndedDependency } from "./run-if.js";
import type { TaskRunRecord } from "./run-records.js";
import type { Outcome } from "./run-state.js";
import type { TaskDefinition } from "./settings.js";

/** A task of a run that is under way. */
export interface TaskNode {
  readonly task: TaskDefinition;
  /** No other task depends on it. */
  readonly isLeaf: boolean;
  /** The number of the attempt that this run, or this repair of it, begins with. */
  readonly firstAttempt: number;
  /** Of the latest attempt. */
  runId: number;
  /** There while an attempt is under way. */
  abort: AbortController | undefined;
  /** How the attempt that is being aborted will have ended. */
  stopped: Outcome | undefined;
  /** There while the next attempt is waited for. */
  cancelRetry: (() => void) | undefined;
  /** There once the task has ended for good. */
  outcome: Outcome | undefined;
  /** The outcome of a condition task. */
  condition: boolean | undefined;
}

/**
 * The graph of a run's tasks by key, before any has begun; in a repaired run, those have ended that
 * are not run again.
 */
export function taskNodes(records: readonly TaskRunRecord[]): Map<string, TaskNode> {
  const needed = new Set(
    records.flatMap(({ task }) => (task.depends_on ?? []).map((edge) => edge.task_key)),
  );
  return new Map(
    records.map(({ run_id, task, attempt_number, progress, condition_outcome }) => [
      task.task_key,
      {
        task,
        isLeaf: !needed.has(task.task_key),
        firstAttempt: attempt_number,
        runId: run_id,
        abort: undefined,
        stopped: undefined,
        cancelRetry: undefined,
        outcome: progress.phase === "ENDED" ? progress.outcome : undefined,
        condition: condition_outcome,
      },
    ]),
  );
}

/** Whether it is time to decide about a task: it has not begun, and what it depends on has ended. */
export function isReady(node: TaskNode, nodes: ReadonlyMap<string, TaskNode>): boolean {
  if (node.outcome || node.abort || node.cancelRetry) return false;
  return dependencies(node, nodes).every((other) => other.outcome !== undefined);
}

/** What a task depends on, once all of it has ended. */
export function endedDependencies(
  node: TaskNode,
  nodes: ReadonlyMap<string, TaskNode>,
): EndedDependency[] {
  return (node.task.depends_on ?? []).flatMap(({ task_key, outcome }) => {
    const other = nodes.get(task_key);
    if (!other?.outcome) return [];
    const taken =
      outcome === undefined || other.condition === undefined || String(other.condition) === outcome;
    return [{ task_key, ending: other.outcome.ending, taken }];
  });
}

/** Tasks that a run leaves out do not hold up those that depend on them. */
function dependencies(node: TaskNode, nodes: ReadonlyMap<string, TaskNode>): TaskNode[] {
  return (node.task.depends_on ?? []).flatMap(({ task_key }) => nodes.get(task_key) ?? []);
}
