import type { Attribute, AttributeValue } from "./attribute.js";

/**
 * Checks and converts a value from any source to its attribute's type; `undefined` counts as unset,
 * and so do `null` and empty text. Throws a `RangeError` whose message says what is expected and
 * does not hold the value.
 */
export function parseValue(attribute: Attribute, raw: unknown): AttributeValue | undefined {
  if (raw === undefined || raw === null || raw === "") return undefined;
  switch (attribute.type) {
    case "string":
      return parseString(attribute, raw);
    case "json":
      return parseJsonText(raw);
    case "boolean":
      return parseBoolean(raw);
    case "integer":
    case "number":
      return parseNumber(attribute, raw);
    case "list":
      return parseList(raw);
  }
}

function parseString(attribute: Attribute, raw: unknown): string | undefined {
  if (typeof raw !== "string") throw new RangeError(`must be a string, not a ${typeof raw}`);
  return attribute.normalise === undefined ? raw : attribute.normalise(raw);
}

function parseJsonText(raw: unknown): string {
  try {
    if (typeof raw === "string" && JSON.parse(raw) !== undefined) return raw;
  } catch {
    // The reason would quote the text.
  }
  throw new RangeError("must be JSON text");
}

function parseBoolean(raw: unknown): boolean {
  if (typeof raw === "boolean") return raw;
  if (typeof raw === "string") {
    if (/^(1|t|T|TRUE|true|True)$/.test(raw)) return true;
    if (/^(0|f|F|FALSE|false|False)$/.test(raw)) return false;
  }
  throw new RangeError("must be true or false (or 1, t, 0, f)");
}

function parseNumber({ type, minimum }: Attribute, raw: unknown): number {
  const number = typeof raw === "string" && /^[+-]?\d+(\.\d+)?$/.test(raw) ? Number(raw) : raw;
  const whole = type === "integer";
  const valid = whole ? Number.isSafeInteger(number) : Number.isFinite(number);
  if (typeof number !== "number" || !valid || number < (minimum ?? -Infinity)) {
    const least = minimum === undefined ? "" : `, ${minimum} or more`;
    throw new RangeError(`must be a ${whole ? "whole " : ""}number${least}`);
  }
  return number;
}

function parseList(raw: unknown): readonly string[] | undefined {
  const items: unknown = typeof raw === "string" ? raw.split(",") : raw;
  if (!Array.isArray(items) || !items.every((item) => typeof item === "string")) {
    throw new RangeError("must be a list of strings");
  }
  const texts = items.map((item) => item.trim()).filter((item) => item !== "");
  return texts.length === 0 ? undefined : Object.freeze([...new Set(texts)].sort());
}
