import { decodeJwtClaims } from "../../oauth/index.js";
import type { OAuthToken } from "../../oauth/index.js";

/** An ID token as a bearer token, which ends when its own `exp` claim says. */
export function idTokenOf(text: string): OAuthToken {
  const end = Number(decodeJwtClaims(text)?.["exp"]);
  const expiry = Number.isFinite(end) ? { expiry: end * 1000 } : {};
  return { accessToken: text, tokenType: "Bearer", ...expiry };
}
