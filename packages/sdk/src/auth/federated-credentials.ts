import { isAccountHost } from "./environments.js";
import { keepToken } from "./keep-token.js";
import { tokenExchange } from "../oauth/index.js";
import type { Credentials, StrategyInput } from "./strategy.js";
import { tokenEndpointOf } from "./token-endpoint.js";
import { bearer } from "./tokens/index.js";

/**
 * A new ID token, e.g. of a CI system, that a federation policy of Databricks trusts.
 *
 * @param audience Whom it should be for, where the issuer lets one choose.
 */
export type IdTokenSource = (audience: string, signal?: AbortSignal) => Promise<string>;

/**
 * Credentials by exchange of an ID token (RFC 8693), which is fetched anew each time. With
 * `clientId` they are those of that service principal, else an account-wide policy decides.
 */
export function federatedCredentials(input: StrategyInput, idToken: IdTokenSource): Credentials {
  const { config, context } = input;
  const { clientId, scopes, authorizationDetails } = config;
  const endpointOf = tokenEndpointOf(input);
  const tokens = keepToken(input, async (_previous, signal) => {
    const endpoint = await endpointOf(signal);
    const subjectToken = await idToken(audienceOf(input, endpoint), signal);
    const request = { subjectToken, clientId, scopes, authorizationDetails };
    return tokenExchange(endpoint, request, { ...context, signal });
  });
  return bearer(tokens);
}

function audienceOf({ config }: StrategyInput, endpoint: string): string {
  const { tokenAudience, host, accountId } = config;
  return tokenAudience ?? (isAccountHost(host) ? accountId : undefined) ?? endpoint;
}
