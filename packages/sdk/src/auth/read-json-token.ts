import type { OAuthToken } from "../oauth/index.js";
import { problem, requireText } from "./request-json.js";
import type { Fields, JsonRequest } from "./request-json.js";

/**
 * The token in the answer of a service that is no OAuth server but borrows its names:
 * `access_token`, `token_type`, and `expires_on` in seconds since the epoch, as number or text.
 * Throws an `OAuthError` when one of them is missing or no use.
 */
export function readJsonToken(fields: Fields, asked: JsonRequest): OAuthToken {
  const expiresOn = Number(fields["expires_on"] ?? Number.NaN);
  if (!Number.isFinite(expiresOn) || expiresOn <= 0) {
    throw problem(asked, "answered without expires_on in seconds", { error: "invalid_response" });
  }
  return {
    accessToken: requireText(fields, "access_token", asked),
    tokenType: requireText(fields, "token_type", asked),
    expiry: expiresOn * 1000,
  };
}
