/** What became of one strategy of the chain. */
export type StrategyOutcome = "chosen" | "failed" | "skipped" | "not tried";

/** One row of an {@link AuthReport}. Holds names and places, never the value of a secret. */
export interface StrategyReport {
  readonly name: string;
  readonly outcome: StrategyOutcome;
  /** Why, in a few words. */
  readonly reason: string;
  /** Attributes that the strategy needs and that are not set. */
  readonly missing: readonly string[];
  /** The attributes it needs that are set, and where each came from. */
  readonly found: readonly FoundAttribute[];
}

/** An attribute that has a value. */
export interface FoundAttribute {
  readonly attribute: string;
  /** E.g. `environment variable DATABRICKS_HOST`, `profile dev in ~/.databrickscfg`. */
  readonly origin: string;
}

/** How a client came to its credentials, or why it did not. */
export interface AuthReport {
  /** The strategy in use; absent while none is. */
  readonly chosen?: string;
  /** The `authType` that was asked for; absent when any will do. */
  readonly requested?: string;
  readonly strategies: readonly StrategyReport[];
}

/** Renders a report for people: one line per strategy, then where the values came from. */
export function formatAuthReport(report: AuthReport): string {
  const name = width(report.strategies.map((row) => row.name));
  const outcome = width(report.strategies.map((row) => row.outcome));
  const rows = report.strategies.map(
    (row) => `  ${row.name.padEnd(name)}  ${row.outcome.padEnd(outcome)}  ${row.reason}`,
  );
  const found = report.strategies
    .flatMap((row) => row.found)
    .map(({ attribute, origin }) => `${attribute} from ${origin}`);
  const places = found.length === 0 ? "nothing" : [...new Set(found)].join("; ");
  return [...rows, `Found: ${places}`].join("\n");
}

function width(texts: readonly string[]): number {
  return texts.reduce((longest, text) => Math.max(longest, text.length), 0);
}
