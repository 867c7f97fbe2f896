import { InvalidInput } from "./invalid-input.js";

const unreserved = /^[A-Za-z0-9\-._~]*$/;

/** Percent-encodes all but the unreserved characters of RFC 3986 §2.3. */
export function percentEncode(field: string, text: string): string {
  if (unreserved.test(text)) return text;
  try {
    return encodeURIComponent(text).replace(
      /[!'()*]/g,
      (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
    );
  } catch {
    throw new InvalidInput(
      field,
      `${field} holds half of a surrogate pair, which has no UTF-8 form`,
    );
  }
}

/**
 * The text of a scalar in a URL, or `undefined` when the value is no scalar. Refuses numbers that
 * are not finite, and integers that a `number` can't hold exactly: what they were meant to be is
 * lost already, so the wrong thing would be addressed.
 */
export function scalarText(field: string, value: unknown): string | undefined {
  switch (typeof value) {
    case "string":
      return value;
    case "boolean":
    case "bigint":
      return String(value);
    case "number":
      return numberText(field, value);
    default:
      return undefined;
  }
}

function numberText(field: string, value: number): string {
  if (!Number.isFinite(value)) throw new InvalidInput(field, `${field} is ${value}: give a number`);
  if (Number.isInteger(value) && !Number.isSafeInteger(value)) {
    throw new InvalidInput(
      field,
      `${field} is ${value}, which a number does not hold exactly: give a bigint or a string`,
    );
  }
  return String(value);
}
