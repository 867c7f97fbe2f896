import { parseJson } from "../internal/index.js";
import type { OAuthContext } from "./context.js";
import { OAuthError } from "../errors/index.js";
import { unreadable } from "./read-error.js";
import { type Answer, sendPatiently } from "./send-patiently.js";

/** Where an authorization server does what. */
export interface OAuthEndpoints {
  /** Where users sign in, in a browser. */
  readonly authorizationEndpoint: string;
  /** Where programs get tokens. */
  readonly tokenEndpoint: string;
}

/** What is known of a host beside its address. */
export interface DiscoveryOptions {
  /** The discovery document's URL, from the configuration or the host's metadata. It wins. */
  readonly discoveryUrl?: string | undefined;
  /** Needed on hosts of accounts. */
  readonly accountId?: string | undefined;
}

const document = "/.well-known/oauth-authorization-server";

/**
 * Finds the endpoints of a host's authorization server
 * ([RFC 8414](https://www.rfc-editor.org/rfc/rfc8414)): at `discoveryUrl` if that is known; else at
 * the account's or the workspace's own place, as the host's name suggests; a host that knows no
 * workspace there is asked as a unified one, if there is an account id. Not cached.
 * Throws an {@link OAuthError} when the host offers no OAuth.
 *
 * @param host Scheme and authority, e.g. `https://dbc-a1b2.cloud.databricks.com`.
 */
export async function discoverEndpoints(
  host: string,
  { discoveryUrl, accountId }: DiscoveryOptions,
  context: OAuthContext,
): Promise<OAuthEndpoints> {
  if (discoveryUrl !== undefined) return requireEndpoints([discoveryUrl], context);
  const workspace = `${host}/oidc${document}`;
  const account =
    accountId === undefined
      ? []
      : [`${host}/oidc/accounts/${encodeURIComponent(accountId)}${document}`];
  if (!/^https?:\/\/accounts(-dod)?\./.test(host)) {
    return requireEndpoints([workspace, ...account], context);
  }
  if (accountId !== undefined) return requireEndpoints(account, context);
  const message = `${host} serves accounts: set accountId (DATABRICKS_ACCOUNT_ID) to sign in there`;
  throw new OAuthError(message, { error: "not_supported", endpoint: host });
}

/**
 * Finds the Entra endpoints that sign users in to an Azure workspace: where the workspace redirects
 * to. Throws an {@link OAuthError} when it does not redirect.
 */
export async function discoverAzureEndpoints(
  host: string,
  context: OAuthContext,
): Promise<OAuthEndpoints> {
  const url = `${host}/oidc/oauth2/v2.0/authorize`;
  const answer = await sendPatiently({ method: "GET", url, headers: {} }, context);
  const { location = "" } = answer.headers;
  // Absolute, because Entra is elsewhere.
  const target = URL.canParse(location) ? new URL(location) : undefined;
  if (answer.status < 300 || answer.status > 399 || !target?.pathname.endsWith("/authorize")) {
    throw unreadable(url, answer, "the workspace does not redirect to Entra, check the host");
  }
  requireSafe(target, url, answer);
  const authorizationEndpoint = `${target.origin}${target.pathname}`;
  const tokenEndpoint = authorizationEndpoint.replace(/\/authorize$/, "/token");
  return { authorizationEndpoint, tokenEndpoint };
}

async function requireEndpoints(
  urls: readonly string[],
  context: OAuthContext,
): Promise<OAuthEndpoints> {
  for (const url of urls) {
    const headers = { accept: "application/json" };
    const answer = await sendPatiently({ method: "GET", url, headers }, context);
    if (answer.status === 200) return readEndpoints(url, answer);
    if (answer.status !== 404)
      throw unreadable(url, answer, "no OAuth discovery document, check the host");
  }
  const endpoint = urls.at(-1) ?? "";
  const message = `OAuth is not supported: there is no discovery document at ${urls.join(" or ")}`;
  throw new OAuthError(message, { error: "not_supported", endpoint, status: 404 });
}

function readEndpoints(url: string, answer: Answer): OAuthEndpoints {
  const read = (name: string): string => {
    const value = fieldOf(answer.text, name);
    if (typeof value !== "string" || !URL.canParse(value)) {
      throw unreadable(url, answer, `the discovery document has no ${name}, check the host`);
    }
    requireSafe(new URL(value), url, answer);
    return value;
  };
  return {
    authorizationEndpoint: read("authorization_endpoint"),
    tokenEndpoint: read("token_endpoint"),
  };
}

/** Secrets go there: https, unless the host itself is reached without. */
function requireSafe(endpoint: URL, url: string, answer: Answer): void {
  if (endpoint.protocol === "https:") return;
  if (endpoint.protocol === "http:" && url.startsWith("http://")) return;
  throw unreadable(url, answer, "it names an endpoint that is not https, so nothing is sent there");
}

function fieldOf(text: string, name: string): unknown {
  try {
    return (parseJson(text) as Readonly<Record<string, unknown>> | null)?.[name];
  } catch {
    return undefined;
  }
}
