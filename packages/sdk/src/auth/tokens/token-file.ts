import type { OAuthToken } from "../../oauth/index.js";

/** The text of a token file could not be used; the message says why. */
export class BrokenTokenFile extends Error {
  override readonly name = "BrokenTokenFile";
}

/** A token file as it was read, with all that this version knows nothing of. */
export interface TokenFile {
  readonly version: number;
  readonly tokens: Readonly<Record<string, unknown>>;
}

/** The version of the format that this code reads and writes. */
const version = 1;

/** A file without tokens. */
export const emptyTokenFile: TokenFile = { version, tokens: {} };

/**
 * Reads the format of the Databricks CLI:
 * `{"version": 1, "tokens": {"<key>": {access_token, token_type, refresh_token, expiry}}}`.
 * Throws a {@link BrokenTokenFile} for anything that is no such file.
 */
export function parseTokenFile(text: string): TokenFile {
  const file = asObject(parse(text));
  if (file === undefined || typeof file["version"] !== "number") {
    throw new BrokenTokenFile("it is no token cache");
  }
  const tokens = file["tokens"] === null ? {} : asObject(file["tokens"] ?? {});
  if (tokens === undefined) throw new BrokenTokenFile("its tokens are no JSON object");
  return { ...file, version: file["version"], tokens };
}

/** Whether this code may read the tokens and write the file; one of a later version stays as it is. */
export function isKnownVersion(file: TokenFile): boolean {
  return file.version === version;
}

/** The token under a key; `undefined` when there is none that can be used. */
export function readEntry(file: TokenFile, key: string): OAuthToken | undefined {
  const entry = Object.hasOwn(file.tokens, key) ? asObject(file.tokens[key]) : undefined;
  const accessToken = textOf(entry?.["access_token"]);
  if (entry === undefined || accessToken === undefined) return undefined;
  const expiry = timeOf(entry["expiry"]);
  const refreshToken = textOf(entry["refresh_token"]);
  return {
    accessToken,
    tokenType: textOf(entry["token_type"]) ?? "Bearer",
    ...(expiry === undefined ? {} : { expiry }),
    ...(refreshToken === undefined ? {} : { refreshToken }),
  };
}

/** The text of a file with a token under some keys; the rest stays as it is. */
export function writeEntry(file: TokenFile, keys: readonly string[], token: OAuthToken): string {
  const { accessToken, tokenType, refreshToken, expiry } = token;
  const fields = {
    access_token: accessToken,
    token_type: tokenType,
    refresh_token: refreshToken,
    expiry: expiry === undefined ? undefined : new Date(expiry).toISOString(),
  };
  // What is `undefined` is left out of the text, and with it the old token's value.
  const entries = keys.map((key) => [key, { ...asObject(file.tokens[key]), ...fields }] as const);
  const tokens = { ...file.tokens, ...Object.fromEntries(entries) };
  return `${JSON.stringify({ ...file, tokens }, undefined, 2)}\n`;
}

/** RFC 3339 with up to nine digits of a second. Go's zero time, year 1, stands for no expiry. */
function timeOf(value: unknown): number | undefined {
  const text = textOf(value)?.replace(/(\.\d{3})\d+/, "$1") ?? "";
  const time = text.startsWith("0001-") ? Number.NaN : Date.parse(text);
  return Number.isNaN(time) ? undefined : time;
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new BrokenTokenFile("it is no JSON");
  }
}

function asObject(value: unknown): Readonly<Record<string, unknown>> | undefined {
  const isObject = typeof value === "object" && value !== null && !Array.isArray(value);
  return isObject ? (value as Record<string, unknown>) : undefined;
}

function textOf(value: unknown): string | undefined {
  return typeof value === "string" && value !== "" ? value : undefined;
}
