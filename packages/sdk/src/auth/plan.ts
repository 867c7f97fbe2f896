import type { AuthAttributeName, AuthAttributes } from "./attributes.js";
import type { AuthReport, StrategyReport } from "./report.js";
import type { CredentialsStrategy } from "./strategy.js";

/** What a plan is made from; nothing of it reaches the outside. */
export interface PlanInput {
  readonly config: AuthAttributes;
  readonly strategies: readonly CredentialsStrategy[];
  /** Where an attribute's value came from, in words; `undefined` when it is not set. */
  readonly originOf: (attribute: AuthAttributeName) => string | undefined;
  /** The environment variable that sets an attribute; `undefined` when none does. */
  readonly variableOf: (attribute: AuthAttributeName) => string | undefined;
}

/** Which strategies the chain will try, and why it will skip the others. */
export function planChain(input: PlanInput): AuthReport {
  const requested = input.config.authType;
  return {
    ...(requested === undefined ? {} : { requested }),
    strategies: input.strategies.map((strategy) => planStrategy(strategy, input)),
  };
}

function planStrategy(strategy: CredentialsStrategy, input: PlanInput): StrategyReport {
  const { name, needs = [] } = strategy;
  const { authType } = input.config;
  const missing = needs.filter(
    (attribute) =>
      input.originOf(attribute) === undefined &&
      !(attribute === "host" && canFindHost(strategy, input)),
  );
  const found = needs.flatMap((attribute) => {
    const origin = input.originOf(attribute);
    return origin === undefined ? [] : [{ attribute, origin }];
  });
  const facts = { name, missing, found };
  if (authType !== undefined && authType !== name) {
    return { ...facts, outcome: "skipped", reason: `authType is ${authType}` };
  }
  return missing.length === 0
    ? { ...facts, outcome: "not tried", reason: "none of its settings is missing" }
    : { ...facts, outcome: "skipped", reason: missingText(missing, input) };
}

/** Whether a strategy makes up for a host that nobody set. */
export function canFindHost({ findHost }: CredentialsStrategy, input: PlanInput): boolean {
  return findHost !== undefined && input.originOf("azureWorkspaceResourceId") !== undefined;
}

function missingText(missing: readonly AuthAttributeName[], { variableOf }: PlanInput): string {
  const names = missing.map((attribute) => {
    const variable = variableOf(attribute);
    return variable === undefined ? attribute : `${attribute} (${variable})`;
  });
  return `${names.join(", ")} ${missing.length === 1 ? "is" : "are"} not set`;
}
