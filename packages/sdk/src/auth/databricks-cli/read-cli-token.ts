import { ConfigError } from "../../errors/index.js";
import { parseJson } from "../../internal/index.js";
import type { OAuthToken } from "../../oauth/index.js";

/**
 * The token that the CLI printed: `access_token`, `token_type`, `expiry` (RFC 3339, up to
 * nanoseconds). Throws a {@link ConfigError} when it printed something else, without repeating it.
 */
export function readCliToken(stdout: string): OAuthToken {
  const { access_token: accessToken, token_type: tokenType, expiry } = fieldsOf(stdout);
  // Date.parse need not know more than milliseconds.
  const end = Date.parse(String(expiry).replace(/(\.\d{3})\d+/, "$1"));
  if (typeof accessToken !== "string" || accessToken === "" || Number.isNaN(end)) {
    throw new ConfigError("databricks auth token printed no token: update the Databricks CLI");
  }
  return {
    accessToken,
    tokenType: typeof tokenType === "string" ? tokenType : "Bearer",
    expiry: end,
  };
}

function fieldsOf(text: string): Readonly<Record<string, unknown>> {
  try {
    const json = parseJson(text);
    return typeof json === "object" && json !== null ? (json as Record<string, unknown>) : {};
  } catch {
    return {};
  }
}
