import { parseJson } from "../internal/index.js";
import { type SentForm, tokenRefused, unreadable } from "./read-error.js";
import type { Answer } from "./send-patiently.js";
import type { OAuthToken } from "./token.js";

/**
 * The token in a successful answer (RFC 6749 §5.1). `expires_in` counts from `sent`, so that the
 * way of the answer makes no token live too long. Throws an `OAuthError` when there is none.
 */
export function readToken(
  endpoint: string,
  answer: Answer,
  form: SentForm,
  sent: number,
): OAuthToken {
  const fields = fieldsOf(answer.text);
  const { access_token: accessToken, token_type: tokenType = "Bearer" } = fields ?? {};
  if (fields !== undefined && "error" in fields) throw tokenRefused(endpoint, answer, form);
  if (!isHeaderText(accessToken) || !isHeaderText(tokenType)) {
    throw unreadable(endpoint, answer, "the answer holds no access token");
  }
  const expiry = expiryOf(fields ?? {}, sent);
  const { refresh_token: refreshToken, scope } = fields ?? {};
  return {
    accessToken,
    tokenType,
    ...(expiry === undefined ? {} : { expiry }),
    ...(isText(refreshToken) ? { refreshToken } : {}),
    ...(isText(scope) ? { scope } : {}),
  };
}

/** Entra says its numbers as text, and when a token ends as seconds since the epoch. */
function expiryOf(fields: Readonly<Record<string, unknown>>, sent: number): number | undefined {
  const lifetime = numberOf(fields["expires_in"]);
  if (lifetime !== undefined) return sent + lifetime * 1000;
  const end = numberOf(fields["expires_on"]);
  return end === undefined ? undefined : end * 1000;
}

function fieldsOf(text: string): Readonly<Record<string, unknown>> | undefined {
  try {
    const json = parseJson(text);
    return typeof json === "object" && json !== null
      ? (json as Record<string, unknown>)
      : undefined;
  } catch {
    return undefined;
  }
}

function numberOf(value: unknown): number | undefined {
  const isNumber = typeof value === "number" || (isText(value) && /^\d+(\.\d+)?$/.test(value));
  return isNumber ? Number(value) : undefined;
}

function isText(value: unknown): value is string {
  return typeof value === "string" && value !== "";
}

function isHeaderText(value: unknown): value is string {
  return isText(value) && /^[\x21-\x7e]+$/.test(value);
}
