import type { Outcome } from "./run-state.js";

/** How an attempt of a task ended. */
export interface TaskEnd {
  readonly outcome: Outcome;
  /** False when another attempt could end no better. */
  readonly mayRetry: boolean;
  readonly conditionOutcome?: boolean | undefined;
  /** What `get-output` shows as the error. */
  readonly error?: string | undefined;
  readonly errorTrace?: string | undefined;
  /** What the program gave to other tasks, by key. */
  readonly values?: Readonly<Record<string, unknown>> | undefined;
  /** What the notebook exited with. */
  readonly exitValue?: string | undefined;
  readonly logsTruncated?: boolean | undefined;
}

/** The program of a task failed. */
export function failed(error: string): TaskEnd {
  const message = "Workload failed, see run output for details";
  return { outcome: { ending: "failed", message }, mayRetry: true, error };
}

/** The task could not run as it is defined, or where it is. */
export function misconfigured(message: string, code: string, mayRetry = false): TaskEnd {
  return { outcome: { ending: "misconfigured", message, code }, mayRetry, error: message };
}

/** The local workspace failed. */
export function internalError(message: string): TaskEnd {
  return { outcome: { ending: "internal_error", message }, mayRetry: false, error: message };
}
