export type { OAuthEndpoints, OAuthToken } from "../oauth/index.js";
export { Consent, OAuthClient, SessionCredentials } from "./apps/index.js";
export type { CallbackParameters, ConsentData, OAuthClientOptions } from "./apps/index.js";
export type { SessionData, SessionOptions } from "./apps/index.js";
export type { UserLoginOptions } from "./apps/user-login.js";
export type { AuthAttributeName, AuthAttributes, AzureEnvironment, Cloud } from "./attributes.js";
export type { BrowserOptions, OpenBrowser } from "./browser/index.js";
export { findHost, runChain } from "./chain.js";
export type { ChainInput, OnReport } from "./chain.js";
export { defaultStrategies } from "./default-strategies.js";
export { azureEndpoints, environmentOf, isAccountHost } from "./environments.js";
export type { AzureEndpoints, CloudEnvironment, EnvironmentClues } from "./environments.js";
export { externalBrowser } from "./external-browser.js";
export { onBehalfOfUser } from "./on-behalf-of-user.js";
export type { RequestHeaders } from "./on-behalf-of-user.js";
export { planChain } from "./plan.js";
export type { PlanInput } from "./plan.js";
export { formatAuthReport } from "./report.js";
export type { AuthReport, FoundAttribute, StrategyOutcome, StrategyReport } from "./report.js";
export { basic } from "./strategies/basic.js";
export { pat } from "./strategies/pat.js";
export { isSkipped } from "./strategy.js";
export type { TokenStore } from "./tokens/index.js";
export type {
  AuthContext,
  Credentials,
  CredentialsStrategy,
  Skipped,
  StrategyInput,
} from "./strategy.js";
