import { clientCredentials } from "../../oauth/index.js";
import { keepToken } from "../keep-token.js";
import type { Credentials, StrategyInput } from "../strategy.js";
import { tokenEndpointOf } from "../token-endpoint.js";
import { bearer } from "../tokens/index.js";

/**
 * A service principal with an OAuth secret (RFC 6749 §4.4). Programs in Databricks Apps sign in so
 * without further ado: their environment has host, client id and secret.
 */
export async function oauthM2m(input: StrategyInput): Promise<Credentials> {
  const { config, context } = input;
  const { clientId, clientSecret, scopes, authorizationDetails } = config;
  const endpointOf = tokenEndpointOf(input);
  const tokens = keepToken(input, async (_previous, signal) => {
    const request = { clientId, clientSecret, scopes, authorizationDetails };
    return clientCredentials(await endpointOf(signal), request, { ...context, signal });
  });
  return bearer(tokens);
}
