import { maskSecrets, parseJson, redactUrl } from "../internal/index.js";
import { OAuthError } from "../errors/index.js";
import type { Answer } from "./send-patiently.js";

/** What to do about the codes of RFC 6749 §5.2 and RFC 8693 §2.2.2. */
const hints: Readonly<Record<string, string>> = {
  invalid_client: "check the client id and the client secret",
  unauthorized_client: "this OAuth client may not sign in this way",
  invalid_scope: "check the scopes",
  invalid_target: "check the token audience",
  access_denied: "the user said no, or may not use this application",
  login_required: "the user has to sign in again",
  unsupported_grant_type: "the server does not offer this way to sign in",
};

/** What `invalid_grant` means depends on what was to be exchanged. */
const grantHints: Readonly<Record<string, string>> = {
  authorization_code: "the code was used before or is too old: sign in again",
  refresh_token: "the login has ended: sign in again",
  "urn:ietf:params:oauth:grant-type:token-exchange":
    "check issuer, audience and subject of the federation policy",
};

/** What was sent to a token endpoint, as far as it matters for an error. */
export interface SentForm {
  readonly grantType: string | undefined;
  /** What must not be repeated. */
  readonly secrets: readonly string[];
}

/** The error for an answer of a token endpoint that is no success. */
export function tokenRefused(
  endpoint: string,
  answer: Answer,
  { grantType = "", secrets }: SentForm,
): OAuthError {
  const { error, error_description: description } = fieldsOf(answer.text);
  if (typeof error !== "string" || error === "") return noOAuth(endpoint, answer, secrets);
  const errorDescription =
    typeof description === "string" ? maskSecrets(description, secrets) : undefined;
  const hint = error === "invalid_grant" ? grantHints[grantType] : undefined;
  const { status } = answer;
  return refusal(endpoint, { error: maskSecrets(error, secrets), errorDescription, status, hint });
}

/** The error for a refusal in the words of RFC 6749, from a token endpoint or a callback. */
export function refusal(
  endpoint: string,
  told: {
    readonly error: string;
    readonly errorDescription?: string | undefined;
    readonly status?: number | undefined;
    /** What to do about it. Default: what the code suggests. */
    readonly hint?: string | undefined;
  },
): OAuthError {
  const { error, errorDescription, status, hint = hints[error] } = told;
  const words = errorDescription === undefined ? error : `${error}: ${errorDescription}`;
  // Why: anybody can make a callback, and must not write lines of a log with it.
  const reason = words.replace(/\p{Cc}+/gu, " ");
  const shown = redactUrl(endpoint.split("?", 1)[0] ?? "");
  const message = `${shown} refused: ${reason}${hint === undefined ? "" : ` (${hint})`}`;
  return new OAuthError(message, { error, errorDescription, endpoint: shown, status });
}

/** The error for an answer that is no OAuth at all. */
export function unreadable(endpoint: string, { status }: Answer, problem: string): OAuthError {
  const shown = redactUrl(endpoint.split("?", 1)[0] ?? "");
  const message = `${shown}: ${problem} (HTTP status ${status})`;
  return new OAuthError(message, { error: "invalid_response", endpoint: shown, status });
}

function noOAuth(endpoint: string, answer: Answer, secrets: readonly string[]): OAuthError {
  const { status, headers, text } = answer;
  if (status === 429 || status >= 500) {
    const shown = redactUrl(endpoint.split("?", 1)[0] ?? "");
    const message = `${shown} is not available: HTTP status ${status}${excerpt(text, secrets)}`;
    return new OAuthError(message, { error: "server_error", endpoint: shown, status });
  }
  const { location } = headers;
  if (location !== undefined) {
    const problem = `it redirects to ${redactUrl(location)}, so it is no token endpoint; check the host`;
    return unreadable(endpoint, answer, problem);
  }
  const problem = `the answer is not OAuth; check the host${excerpt(text, secrets)}`;
  return unreadable(endpoint, answer, problem);
}

/** What a person would read on a web page, or the beginning of any other text. */
function excerpt(text: string, secrets: readonly string[]): string {
  const plain = /<[a-z!]/i.test(text)
    ? (/<title[^>]*>([^<]*)/i.exec(text)?.[1] ?? "a web page")
    : text;
  const words = maskSecrets(plain, secrets).replace(/\s+/g, " ").trim();
  return words === "" ? "" : `, it says: ${words.slice(0, 200)}`;
}

function fieldsOf(text: string): Readonly<Record<string, unknown>> {
  try {
    const json = parseJson(text);
    return typeof json === "object" && json !== null ? (json as Record<string, unknown>) : {};
  } catch {
    return {};
  }
}
