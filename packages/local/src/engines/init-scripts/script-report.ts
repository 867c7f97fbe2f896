import type { ScriptLocation } from "./script-source.js";

/** What became of a script. */
export type ScriptStatus =
  | "FAILED_EXECUTION"
  | "FAILED_FETCH"
  | "NOT_EXECUTED"
  | "SKIPPED"
  | "SUCCEEDED";

/** A script that was to run, as events tell of it. */
export interface ScriptRun {
  readonly location: ScriptLocation;
  readonly status: ScriptStatus;
  readonly execution_duration_seconds: number;
  readonly error_message?: string;
  /** The end of what it wrote. */
  readonly stderr?: string;
}

/** What became of all scripts of a start. */
export interface ScriptReport {
  readonly global: readonly ScriptRun[];
  readonly cluster: readonly ScriptRun[];
  /** Why the start fails; undefined: it goes on. */
  readonly failure: ScriptFailure | undefined;
}

/** Why a start fails, in the words of a termination reason. */
export interface ScriptFailure {
  readonly code: "GLOBAL_INIT_SCRIPT_FAILURE" | "INIT_SCRIPT_FAILURE";
  readonly message: string;
}

/** A script that is not run because one before it failed. */
export function notExecuted(location: ScriptLocation): ScriptRun {
  return { location, status: "NOT_EXECUTED", execution_duration_seconds: 0 };
}

/** Whether a script makes the start fail. */
export function hasFailed({ status }: ScriptRun): boolean {
  return status === "FAILED_EXECUTION" || status === "FAILED_FETCH";
}

/** Why the start fails, if it does. */
export function failureOf(
  runs: readonly ScriptRun[],
  code: ScriptFailure["code"],
): ScriptFailure | undefined {
  const failed = runs.find(hasFailed);
  return failed && { code, message: failed.error_message ?? "" };
}
