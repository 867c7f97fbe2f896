import { ConfigError, DefaultCredentialsError, isDatabricksError } from "../errors/index.js";
import { maskSecrets } from "../internal/index.js";
import { canFindHost, planChain } from "./plan.js";
import type { PlanInput } from "./plan.js";
import { formatAuthReport } from "./report.js";
import type { AuthReport, StrategyOutcome, StrategyReport } from "./report.js";
import { isSkipped } from "./strategy.js";
import type { Credentials, CredentialsStrategy, Skipped, StrategyInput } from "./strategy.js";

/** What the chain knows. */
export interface ChainInput extends PlanInput, StrategyInput {
  /** Values that no message may hold. */
  readonly secrets: readonly string[];
  /** One line on the configuration, which ends every message. */
  readonly summary: () => string;
}

/** Hears what became of each strategy: data for `explainAuth`. */
export type OnReport = (report: AuthReport) => void;

/**
 * Tries the strategies in order; the first that yields headers wins. With `authType` only the one
 * of that name is tried, and an error of its own is thrown as it is.
 * Throws a {@link DefaultCredentialsError} that says of each strategy why it was not used, and a
 * {@link ConfigError} for an unknown `authType`.
 *
 * @param onReport Called after each strategy, so that it also knows of a chain that fails.
 */
export function runChain(input: ChainInput, onReport: OnReport): Promise<Credentials> {
  return tryInOrder<Credentials>(input, onReport, "it is in use", async (strategy) => {
    const answer = await strategy.configure(input);
    // A method that the user did not ask for by name has to prove itself before it is chosen.
    if (!isSkipped(answer) && input.config.authType === undefined) await answer.headers();
    return answer;
  });
}

/**
 * Finds the host of the workspace that `azureWorkspaceResourceId` names, with the first strategy
 * that can. Throws like {@link runChain}.
 */
export function findHost(input: ChainInput, onReport: OnReport): Promise<string> {
  return tryInOrder<string>(input, onReport, "it found the host", async (strategy) =>
    strategy.findHost === undefined || !canFindHost(strategy, input)
      ? { skipped: "it needs host" }
      : strategy.findHost(input),
  );
}

/** The first answer that is no {@link Skipped}; what the strategies before it said is reported. */
async function tryInOrder<T extends string | object>(
  input: ChainInput,
  onReport: OnReport,
  success: string,
  attempt: (strategy: CredentialsStrategy) => Promise<T | Skipped>,
): Promise<T> {
  const plan = planChain(input);
  if (plan.requested !== undefined) requireKnown(plan.requested, input);
  const rows = [...plan.strategies];
  const settle = (index: number, outcome: StrategyOutcome, reason: string): void => {
    const row = rows[index];
    if (row !== undefined) rows[index] = { ...row, outcome, reason };
    const chosen = outcome === "chosen" && row !== undefined ? { chosen: row.name } : {};
    onReport({ ...plan, ...chosen, strategies: [...rows] });
  };
  for (const [index, strategy] of input.strategies.entries()) {
    if (rows[index]?.outcome !== "not tried") continue;
    try {
      const answer = await attempt(strategy);
      if (!isSkipped(answer)) {
        settle(index, "chosen", success);
        return answer;
      }
      settle(index, "skipped", maskSecrets(answer.skipped, input.secrets));
    } catch (error) {
      settle(index, "failed", failure(error, input));
      if (plan.requested !== undefined) throw ownError(error, input);
    }
  }
  throw nothingFits({ ...plan, strategies: rows }, input);
}

function requireKnown(name: string, input: ChainInput): void {
  if (input.strategies.some((strategy) => strategy.name === name)) return;
  const known = input.strategies.map((strategy) => strategy.name).join(", ");
  const message = `authType ${JSON.stringify(name)} is unknown; it can be ${known}`;
  throw new ConfigError(`${message}. ${input.summary()}`, { attribute: "authType" });
}

function failure(error: unknown, { secrets }: ChainInput): string {
  return maskSecrets(error instanceof Error ? error.message : String(error), secrets);
}

/** Errors of the SDK hold no secret and say what to do; any other is told in safe words. */
function ownError(error: unknown, input: ChainInput): unknown {
  if (isDatabricksError(error)) return error;
  const message = `authType ${input.config.authType} failed: ${failure(error, input)}`;
  return new ConfigError(`${message}. ${input.summary()}`, { attribute: "authType" });
}

const help = "https://docs.databricks.com/dev-tools/auth";

function nothingFits(report: AuthReport, input: ChainInput): DefaultCredentialsError {
  const strategies = report.strategies.map(toAttempt);
  const { requested } = report;
  if (requested !== undefined) {
    const reason = report.strategies.find(({ name }) => name === requested)?.reason ?? "";
    const message = `cannot use authType ${requested}: ${reason}. ${input.summary()}`;
    return new DefaultCredentialsError(message, { attribute: "authType", strategies });
  }
  const message =
    `cannot configure default credentials; of the known methods none fits:\n` +
    `${formatAuthReport(report)}\n` +
    `Set what one of them needs, or choose one with authType to see its own error; see ${help}\n` +
    input.summary();
  return new DefaultCredentialsError(message, { strategies });
}

function toAttempt({ name, outcome, reason }: StrategyReport): {
  name: string;
  outcome: "skipped" | "failed";
  reason: string;
} {
  return { name, outcome: outcome === "failed" ? "failed" : "skipped", reason };
}
