import type { OAuthToken } from "../../oauth/index.js";
import type { Skipped, StrategyInput } from "../strategy.js";

/** Somebody whom Entra knows: all that the methods for Azure differ in. */
export interface AzureIdentity {
  /** A new token for an Entra resource, an application id or a URL. */
  fetchToken(resource: string, signal?: AbortSignal): Promise<OAuthToken>;
  /** Whether calls carry a token for Azure's management besides; people need none. */
  readonly sendsManagementToken: boolean;
}

/** Finds out who a configuration speaks of. Throws, or rejects, like a strategy's `configure`. */
export type Identify = (input: StrategyInput) => Promise<AzureIdentity | Skipped>;
