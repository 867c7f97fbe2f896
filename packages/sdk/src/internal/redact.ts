/** What stands in the place of a secret. */
export const redacted = "**REDACTED**";

const secretFields = new Set([
  "bytes_value",
  "command",
  "content",
  "private_key",
  "secret_access_key",
  "string_value",
  "token_value",
  "value",
]);

const secretEnding = /(token|secret|password|assertion|code_?verifier|connection_?string)$/;

/** Tokens that give no access: they mark a place in a list, or make repeats harmless. */
const harmlessEnding = /(page|idempotency|sync|continuation)_?token$/;

/**
 * Whether the value of a JSON field is never shown: credentials, secret values, file contents, and
 * programs, which may hold any of them.
 */
export function isSecretField(name: string): boolean {
  const plain = name.toLowerCase().replaceAll("-", "_");
  if (secretFields.has(plain) || plain.startsWith("authorization")) return true;
  return secretEnding.test(plain) && !harmlessEnding.test(plain);
}

/** Fields that hold what a file holds when they are text, e.g. of `dbfs/put` and `add-block`. */
const fileFields: ReadonlySet<string> = new Set(["contents", "data"]);

function isHidden(name: string, value: unknown): boolean {
  return isSecretField(name) || (typeof value === "string" && fileFields.has(name));
}

/** A copy of JSON data without the values of secret fields, and without secrets in texts. */
export function redactFields(value: unknown): unknown {
  if (typeof value === "string") return redactText(value);
  if (Array.isArray(value)) return value.map(redactFields);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, inner]) => [
      name,
      isHidden(name, inner) ? redacted : redactFields(inner),
    ]),
  );
}

// What signs a URL in AWS (Signature V4 and V2), Google, and Azure (SAS); a Google upload session,
// whose id is all it takes; and the authorization code in OAuth's redirect (RFC 6749 §4.1.2).
const secretParameter =
  /^(x-amz-.*|x-goog-.*|x-ms-.*|sig|signature|awsaccesskeyid|googleaccessid|upload_id|code|.*credential)$/i;

/** A URL or path without user info, fragment, and the values of secret query parameters. */
export function redactUrl(url: string): string {
  const [shown = ""] = url.split("#", 1);
  const mark = shown.indexOf("?");
  const address = (mark === -1 ? shown : shown.slice(0, mark)).replace(
    /^([a-z][a-z0-9+.-]*:\/\/)[^/]*@/i,
    `$1${redacted}@`,
  );
  return mark === -1 ? address : `${address}?${redactQuery(shown.slice(mark + 1))}`;
}

/** A query string, or a form's body, without the values of secret parameters. */
export function redactQuery(query: string): string {
  return query.split("&").map(redactPair).join("&");
}

function redactPair(pair: string): string {
  const equals = pair.indexOf("=");
  if (equals === -1) return pair;
  const name = decode(pair.slice(0, equals));
  const secret = secretParameter.test(name) || isSecretField(name.split(".").at(-1) ?? name);
  return secret ? `${pair.slice(0, equals)}=${redacted}` : pair;
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/** Free text without what looks like a credential: tokens, authorization values, signed URLs. */
export function redactText(text: string): string {
  return text
    .replace(/\bhttps?:\/\/[^\s"'<>]+/gi, redactUrl)
    .replace(/\b(Bearer|Basic)\s+[A-Za-z0-9\-._~+/]{4,}=*/gi, `$1 ${redacted}`)
    .replace(/\bd(api|ose|kea|sapi)[0-9a-f]{16,}(-\d+)?\b/gi, redacted)
    .replace(/\beyJ[\w-]{8,4096}(\.[\w-]*)+/g, redacted);
}
