import { type Ending, type Outcome, countsAs } from "./run-state.js";

/** One dependency of a task, ended. */
export interface EndedDependency {
  readonly task_key: string;
  readonly ending: Ending;
  /** False when the edge asks for the other outcome of a condition task. */
  readonly taken: boolean;
}

/**
 * Whether a task runs, now that all that it depends on has ended: undefined, it does; otherwise how
 * it ends without having run. An excluded dependency counts as a success; when all of them are
 * excluded, or the edge to the task was not taken, the task is excluded too.
 */
export function decideRun(
  runIf: string | undefined,
  dependencies: readonly EndedDependency[],
): Outcome | undefined {
  if (dependencies.length === 0) return undefined;
  const of = (kind: string): EndedDependency[] =>
    dependencies.filter(({ taken, ending }) => kind === (taken ? countsAs(ending) : "excluded"));
  const [failed, canceled, excluded] = [of("failed"), of("canceled"), of("excluded")];
  if (excluded.length === dependencies.length) return exclude("All dependencies were excluded.");
  switch (runIf) {
    case "ALL_DONE":
      return undefined;
    case "AT_LEAST_ONE_FAILED":
      return failed.length > 0 ? undefined : exclude("No dependency failed.");
    case "ALL_FAILED":
      return failed.length === dependencies.length
        ? undefined
        : exclude("Not all dependencies failed.");
    case "AT_LEAST_ONE_SUCCESS":
      return of("success").length > 0 ? undefined : blockedBy(failed, canceled);
    case "NONE_FAILED":
      return blockedBy(failed, canceled);
    default:
      return blockedBy(failed, canceled) ?? untaken(dependencies);
  }
}

function blockedBy(
  failed: readonly EndedDependency[],
  canceled: readonly EndedDependency[],
): Outcome | undefined {
  if (failed.length > 0) {
    return { ending: "upstream_failed", message: `Upstream ${names(failed)} failed.` };
  }
  if (canceled.length === 0) return undefined;
  return { ending: "upstream_canceled", message: `Upstream ${names(canceled)} was canceled.` };
}

function untaken(dependencies: readonly EndedDependency[]): Outcome | undefined {
  const others = dependencies.filter(({ taken }) => !taken);
  return others.length === 0
    ? undefined
    : exclude(`The condition ${names(others)} had the other outcome.`);
}

function names(dependencies: readonly EndedDependency[]): string {
  return `task ${dependencies.map(({ task_key }) => task_key).join(", ")}`;
}

function exclude(message: string): Outcome {
  return { ending: "excluded", message };
}
