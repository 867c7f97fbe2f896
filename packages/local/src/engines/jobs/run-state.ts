/** Where a run or task run is that has not ended. */
export type ActivePhase =
  | "QUEUED"
  | "BLOCKED"
  | "PENDING"
  | "RUNNING"
  | "TERMINATING"
  | "WAITING_FOR_RETRY";

/** How a run or task run ended. */
export type Ending =
  | "success"
  | "success_with_failures"
  | "failed"
  | "run_failed"
  | "misconfigured"
  | "internal_error"
  | "timed_out"
  | "canceled"
  | "upstream_failed"
  | "upstream_canceled"
  | "excluded"
  | "disabled"
  | "too_many_runs";

/** An end and its reason. */
export interface Outcome {
  readonly ending: Ending;
  /** For the user; may be empty. */
  readonly message: string;
  /** A more exact termination code than the one of the ending. */
  readonly code?: string;
}

/** Whether it is under way, or how it ended. */
export type Progress =
  | { readonly phase: ActivePhase; readonly message?: string }
  | { readonly phase: "ENDED"; readonly outcome: Outcome };

/** The same state twice: as older clients read it (`state`), and as newer ones do (`status`). */
export interface RunState {
  readonly state: {
    readonly life_cycle_state: string;
    readonly result_state?: string;
    readonly state_message: string;
    readonly queue_reason?: string;
    readonly user_cancelled_or_timedout: boolean;
  };
  readonly status: {
    readonly state: string;
    readonly termination_details?: {
      readonly code: string;
      readonly type: string;
      readonly message: string;
    };
    readonly queue_details?: { readonly code: string; readonly message: string };
  };
}

interface EndingRow {
  readonly life: "INTERNAL_ERROR" | "SKIPPED" | "TERMINATED";
  readonly result: string;
  readonly code: string;
  readonly type: "CLIENT_ERROR" | "INTERNAL_ERROR" | "SUCCESS";
  /** What those that depend on the task make of it. */
  readonly counts: "success" | "failed" | "canceled" | "excluded";
}

/** What each ending looks like to clients. `run_failed` is a run one of whose tasks failed. */
const ENDINGS: Readonly<Record<Ending, EndingRow>> = {
  success: row("TERMINATED", "SUCCESS", "SUCCESS", "SUCCESS", "success"),
  success_with_failures: row(
    "TERMINATED",
    "SUCCESS_WITH_FAILURES",
    "SUCCESS_WITH_FAILURES",
    "SUCCESS",
    "success",
  ),
  failed: row("TERMINATED", "FAILED", "RUN_EXECUTION_ERROR", "CLIENT_ERROR", "failed"),
  run_failed: row("INTERNAL_ERROR", "FAILED", "RUN_EXECUTION_ERROR", "CLIENT_ERROR", "failed"),
  misconfigured: row(
    "INTERNAL_ERROR",
    "FAILED",
    "INVALID_RUN_CONFIGURATION",
    "CLIENT_ERROR",
    "failed",
  ),
  internal_error: row("INTERNAL_ERROR", "FAILED", "INTERNAL_ERROR", "INTERNAL_ERROR", "failed"),
  timed_out: row("TERMINATED", "TIMEDOUT", "CANCELED", "CLIENT_ERROR", "failed"),
  canceled: row("TERMINATED", "CANCELED", "USER_CANCELED", "CLIENT_ERROR", "canceled"),
  upstream_failed: row("TERMINATED", "UPSTREAM_FAILED", "SKIPPED", "CLIENT_ERROR", "failed"),
  upstream_canceled: row("TERMINATED", "UPSTREAM_CANCELED", "SKIPPED", "CLIENT_ERROR", "canceled"),
  excluded: row("TERMINATED", "EXCLUDED", "SKIPPED", "SUCCESS", "excluded"),
  disabled: row("TERMINATED", "DISABLED", "DISABLED", "SUCCESS", "excluded"),
  too_many_runs: row(
    "SKIPPED",
    "MAXIMUM_CONCURRENT_RUNS_REACHED",
    "MAX_CONCURRENT_RUNS_EXCEEDED",
    "CLIENT_ERROR",
    "failed",
  ),
};

/** What those that depend on a task make of its end. */
export function countsAs(ending: Ending): EndingRow["counts"] {
  return ENDINGS[ending].counts;
}

/** The value of `{{tasks.<key>.result_state}}`. */
export function resultName(ending: Ending): string {
  return ENDINGS[ending].result.toLowerCase();
}

/** The state as clients read it, in both forms. */
export function runState(progress: Progress): RunState {
  if (progress.phase === "ENDED") return endedState(progress.outcome);
  const { phase, message = "" } = progress;
  const queued = phase === "QUEUED";
  const details = { code: "MAX_CONCURRENT_RUNS_REACHED", message };
  return {
    state: {
      life_cycle_state: phase,
      state_message: message,
      ...(queued ? { queue_reason: message } : {}),
      user_cancelled_or_timedout: false,
    },
    status: {
      state: phase === "WAITING_FOR_RETRY" ? "WAITING" : phase,
      ...(queued ? { queue_details: details } : {}),
    },
  };
}

function endedState({ ending, message, code }: Outcome): RunState {
  const { life, result, code: usual, type } = ENDINGS[ending];
  return {
    state: {
      life_cycle_state: life,
      result_state: result,
      state_message: message,
      user_cancelled_or_timedout: ending === "canceled" || ending === "timed_out",
    },
    status: {
      state: "TERMINATED",
      termination_details: { code: code ?? usual, type, message },
    },
  };
}

function row(
  life: EndingRow["life"],
  result: string,
  code: string,
  type: EndingRow["type"],
  counts: EndingRow["counts"],
): EndingRow {
  return { life, result, code, type, counts };
}
