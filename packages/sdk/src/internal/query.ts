import { encodeBase64 } from "./base64.js";
import { InvalidInput } from "./invalid-input.js";
import { stringifyJson } from "./json.js";
import { percentEncode, scalarText } from "./scalar.js";

const maximumDepth = 32;

/**
 * A query string, without `?`, in the form of google.api.http: arrays repeat the key, the fields of
 * nested objects are dotted (`filter.user_ids=1&filter.user_ids=2`), booleans are `true` and
 * `false`, a Date is RFC 3339 in UTC, bytes are base64. `undefined` and `null` are left out, as are
 * empty arrays and objects; `0`, `false` and `""` are sent. An object inside an array, for which
 * google.api.http has no form, is sent as its JSON text.
 *
 * Throws {@link InvalidInput} naming the field for what has no form in a query.
 */
export function encodeQuery(fields: Readonly<Record<string, unknown>>): string {
  const pairs: string[] = [];
  for (const key of Object.keys(fields)) append(pairs, key, fields[key], 0);
  return pairs.join("&");
}

function append(pairs: string[], key: string, value: unknown, depth: number): void {
  if (value === undefined || value === null) return;
  const text = queryText(key, value);
  if (text !== undefined) {
    pairs.push(`${percentEncode(key, key)}=${percentEncode(key, text)}`);
  } else if (Array.isArray(value)) {
    appendElements(pairs, key, value);
  } else if (typeof value === "object" && depth < maximumDepth) {
    for (const [name, inner] of Object.entries(value)) {
      append(pairs, `${key}.${name}`, inner, depth + 1);
    }
  } else {
    const problem = typeof value === "object" ? "is nested too deeply" : `is a ${typeof value}`;
    throw new InvalidInput(key, `${key} ${problem}: it can't be sent in a query`);
  }
}

function appendElements(pairs: string[], key: string, elements: readonly unknown[]): void {
  for (const [index, element] of elements.entries()) {
    if (element === undefined || element === null) continue;
    const field = `${key}[${index}]`;
    const text = queryText(field, element) ?? jsonText(field, element);
    pairs.push(`${percentEncode(key, key)}=${percentEncode(field, text)}`);
  }
}

function jsonText(field: string, element: unknown): string {
  if (typeof element === "object" && !Array.isArray(element)) return stringifyJson(element, field);
  const problem = Array.isArray(element) ? "an array inside an array" : `a ${typeof element}`;
  throw new InvalidInput(field, `${field} is ${problem}: it can't be sent in a query`);
}

function queryText(field: string, value: unknown): string | undefined {
  if (value instanceof Date) {
    if (Number.isNaN(value.getTime())) throw new InvalidInput(field, `${field} is an invalid Date`);
    return value.toISOString();
  }
  if (value instanceof Uint8Array) return encodeBase64(value);
  return scalarText(field, value);
}
