export type { OAuthToken } from "../oauth/index.js";
export type { AuthAttributeName, AuthAttributes, AzureEnvironment } from "./attributes.js";
export { runChain } from "./chain.js";
export type { ChainInput, OnReport } from "./chain.js";
export { defaultStrategies } from "./default-strategies.js";
export { maskSecrets } from "./mask-secrets.js";
export { planChain } from "./plan.js";
export type { PlanInput } from "./plan.js";
export { formatAuthReport } from "./report.js";
export type { AuthReport, FoundAttribute, StrategyOutcome, StrategyReport } from "./report.js";
export { basic } from "./strategies/basic.js";
export { pat } from "./strategies/pat.js";
export { isSkipped } from "./strategy.js";
export type {
  AuthContext,
  Credentials,
  CredentialsStrategy,
  Skipped,
  StrategyInput,
} from "./strategy.js";
