import { randomUUID } from "node:crypto";

/** An integer of 16 digits or more, outside of strings, may not fit in a `number`. */
const LONG_INTEGER = /(?:^|[:[,\s])-?\d{16,}/;
/** A string, or a number, as JSON writes them. */
const TOKENS = /"(?:[^"\\]|\\.)*"|-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/g;
/** Opens text that stands for an integer. Random, so that no text from outside can pass for it. */
const MARK = `int:${randomUUID()}:`;
const MARKED = new RegExp(`"${MARK}(-?\\d+)"`, "g");

/**
 * `JSON.parse` that never rounds: an integer which a `number` cannot hold becomes a `bigint`.
 *
 * @throws SyntaxError where the text is not JSON
 */
export function parseExact(text: string): unknown {
  const value = JSON.parse(text) as unknown;
  if (!LONG_INTEGER.test(text)) return value;
  let found = false;
  const marked = text.replace(TOKENS, (token) => {
    if (!/^-?\d{16,}$/.test(token) || Number.isSafeInteger(Number(token))) return token;
    found = true;
    return `"${MARK}${token}"`;
  });
  return found ? JSON.parse(marked, revive) : value;
}

/** `JSON.stringify` that writes a `bigint` as its digits, and `undefined` as `null`. */
export function stringifyExact(value: unknown): string {
  try {
    return JSON.stringify(value) ?? "null";
  } catch (error) {
    // Why not a replacer from the start: it costs a call for each value, and few hold a bigint.
    if (!(error instanceof TypeError)) throw error;
  }
  const text = JSON.stringify(value, (_key, item: unknown) =>
    typeof item === "bigint" ? `${MARK}${item}` : item,
  );
  return text.replace(MARKED, "$1");
}

function revive(_key: string, value: unknown): unknown {
  return typeof value === "string" && value.startsWith(MARK)
    ? BigInt(value.slice(MARK.length))
    : value;
}
