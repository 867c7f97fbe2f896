import type { AuthAttributes } from "../attributes.js";
import { isAccountHost } from "../environments.js";
import { tokenCacheKeys } from "../tokens/index.js";
import type { ApplicationOptions } from "./application.js";

/** The application as which programs sign in that are none of their own. */
const cliClient = "databricks-cli";
const allApis = "all-apis";

/** The configured application: one of Databricks, else one of Entra, else that of the CLI. */
export function applicationOf(config: AuthAttributes): Omit<ApplicationOptions, "redirectUrl"> {
  const { host = "", accountId, discoveryUrl, authorizationDetails } = config;
  const { disableOauthRefreshToken, clientId, azureClientId, scopes = [allApis] } = config;
  const common = { host, accountId, discoveryUrl, authorizationDetails, disableOauthRefreshToken };
  if (clientId === undefined && azureClientId !== undefined) {
    const own = scopes.join() === allApis ? undefined : scopes;
    const clientSecret = config.azureClientSecret;
    return { ...common, clientId: azureClientId, clientSecret, scopes: own, entra: true };
  }
  const { clientSecret } = config;
  return { ...common, clientId: clientId ?? cliClient, clientSecret, scopes };
}

/**
 * Where the Databricks CLI keeps the token of such a login. Tokens of another application, or for
 * other scopes, get a place of their own, so that none is mistaken for the CLI's.
 */
export function cacheKeysOf(config: AuthAttributes): readonly string[] {
  const { host = "", profile, accountId, discoveryUrl = "" } = config;
  const isAccount = isAccountHost(host) || discoveryUrl.includes("/oidc/accounts/");
  const keys = tokenCacheKeys({ host, profile, accountId: isAccount ? accountId : undefined });
  const { clientId, scopes } = applicationOf(config);
  const asked = (scopes ?? []).toSorted().join(" ");
  if (clientId === cliClient && asked === allApis) return keys;
  return keys.map((key) => `${key}#${new URLSearchParams({ clientId, scopes: asked }).toString()}`);
}

/** The ports that the callback may come to: the configured one, or the first that is free. */
export function callbackPortsOf({ oauthCallbackPort }: AuthAttributes): readonly number[] {
  if (oauthCallbackPort !== undefined) return [oauthCallbackPort];
  return Array.from({ length: lastPort - firstPort + 1 }, (_, index) => firstPort + index);
}

/** The first of the default ports. */
export const firstPort = 8020;
const lastPort = 8040;
