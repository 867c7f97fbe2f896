import { discoverEndpoints } from "../oauth/index.js";
import type { StrategyInput } from "./strategy.js";

/**
 * Finds the token endpoint of the host when it is first needed, and keeps it.
 * The function throws an `OAuthError` when the host offers no OAuth, and asks again the next time.
 */
export function tokenEndpointOf({
  config,
  context,
}: StrategyInput): (signal?: AbortSignal) => Promise<string> {
  const { host = "", discoveryUrl, accountId } = config;
  let known: string | undefined;
  return async (signal) => {
    if (known !== undefined) return known;
    const place = { discoveryUrl, accountId };
    const { tokenEndpoint } = await discoverEndpoints(host, place, { ...context, signal });
    known = tokenEndpoint;
    return tokenEndpoint;
  };
}
