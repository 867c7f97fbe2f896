import { InvalidInput } from "./invalid-input.js";

const alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
const standard = new TextEncoder().encode(`${alphabet}+/`);
const urlSafe = new TextEncoder().encode(`${alphabet}-_`);
const padding = 61; // "="
const invalid = 255;
const values = decodingTable();

/** Standard base64 with padding (RFC 4648 §4). */
export function encodeBase64(bytes: Uint8Array): string {
  return encode(bytes, standard, true);
}

/** Base64 with the URL- and filename-safe alphabet, without padding (RFC 4648 §5). */
export function encodeBase64Url(bytes: Uint8Array): string {
  return encode(bytes, urlSafe, false);
}

/**
 * Reads either alphabet of RFC 4648, with or without padding; white space is skipped.
 * Throws {@link InvalidInput} for anything else.
 */
export function decodeBase64(text: string): Uint8Array {
  const digits = text.replace(/[\t\n\r ]+/g, "").replace(/={1,2}$/, "");
  if (digits.length % 4 === 1) throw malformed();
  const bytes = new Uint8Array(Math.floor((digits.length * 3) / 4));
  let bits = 0;
  let at = 0;
  for (let i = 0; i < digits.length; i++) {
    const value = values[digits.charCodeAt(i)] ?? invalid;
    if (value === invalid) throw malformed();
    bits = (bits << 6) | value;
    const phase = i & 3;
    if (phase !== 0) bytes[at++] = bits >> (6 - 2 * phase);
  }
  return bytes;
}

function encode(bytes: Uint8Array, digits: Uint8Array, padded: boolean): string {
  const out = new Uint8Array(Math.ceil(bytes.length / 3) * 4);
  let at = 0;
  for (let i = 0; i < bytes.length; i += 3) {
    const group = ((bytes[i] ?? 0) << 16) | ((bytes[i + 1] ?? 0) << 8) | (bytes[i + 2] ?? 0);
    out[at++] = digits[group >> 18] ?? 0;
    out[at++] = digits[(group >> 12) & 63] ?? 0;
    out[at++] = digits[(group >> 6) & 63] ?? 0;
    out[at++] = digits[group & 63] ?? 0;
  }
  const missing = (3 - (bytes.length % 3)) % 3;
  out.fill(padding, out.length - missing);
  return new TextDecoder().decode(padded ? out : out.subarray(0, out.length - missing));
}

function decodingTable(): Uint8Array {
  const table = new Uint8Array(128).fill(invalid);
  for (const digits of [standard, urlSafe]) {
    for (const [value, code] of digits.entries()) table[code] = value;
  }
  return table;
}

function malformed(): InvalidInput {
  return new InvalidInput("base64", "the text is not base64 (RFC 4648)");
}
