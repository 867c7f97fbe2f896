import { mayHoldUnsafeIntegers, parseExact } from "./json-exact.js";
import { isPlainJson, writeJson } from "./json-write.js";
import { InvalidInput } from "./invalid-input.js";

/**
 * `JSON.parse` that keeps integers exact: those beyond `Number.MAX_SAFE_INTEGER` arrive as
 * `bigint`, everything else as from `JSON.parse`. Throws the same `SyntaxError`s.
 */
export function parseJson(text: string): unknown {
  return mayHoldUnsafeIntegers(text) ? parseExact(text) : (JSON.parse(text) as unknown);
}

/**
 * `JSON.stringify` that writes `bigint` as bare digits. Throws {@link InvalidInput} naming the path
 * of what JSON has no form for: NaN, infinities, and objects that contain themselves.
 *
 * @param at What the path in an error begins with. Default: nothing.
 */
export function stringifyJson(value: unknown, at = ""): string {
  const text = isPlainJson(value) ? JSON.stringify(value) : writeJson(value, at);
  if (text === undefined) {
    throw new InvalidInput(
      at,
      `${at || "the value"} is a ${typeof value}: JSON has no form for it`,
    );
  }
  return text;
}
