import { type Rule, wholePattern } from "./rule.js";

/**
 * What is wrong with the value of an attribute, by its rule.
 *
 * @param value undefined: there is none
 * @param absence how to say that there must be one
 * @returns a text to follow the attribute's name; undefined: nothing is wrong
 */
export function checkValue(
  rule: Rule,
  value: unknown,
  absence = "the value must be present",
): string | undefined {
  if (value === undefined) {
    return rule.type === "forbidden" || rule.isOptional === true ? undefined : absence;
  }
  const wanted = wantedBy(rule, value);
  return wanted && `the value ${wanted} (is "${textOf(value)}")`;
}

function wantedBy(rule: Rule, value: unknown): string | undefined {
  switch (rule.type) {
    case "unlimited":
      return undefined;
    case "forbidden":
      return "must not be set";
    case "fixed":
      return same(rule.value, value) ? undefined : `must be ${textOf(rule.value)}`;
    case "allowlist":
      return among(rule.values, value) ? undefined : `must be one of ${listOf(rule.values)}`;
    case "blocklist":
      return among(rule.values, value) ? `must not be one of ${listOf(rule.values)}` : undefined;
    case "regex": {
      const isMatch = wholePattern(rule.pattern)?.test(textOf(value));
      return isMatch ? undefined : `must match regex ${rule.pattern}`;
    }
    case "range":
      return isWithin(rule, Number(value)) ? undefined : `must be ${boundsOf(rule)}`;
  }
}

type Range = Extract<Rule, { type: "range" }>;

function isWithin({ minValue, maxValue }: Range, value: number): boolean {
  const low = minValue ?? Number.NEGATIVE_INFINITY;
  const high = maxValue ?? Number.POSITIVE_INFINITY;
  return value >= low && value <= high;
}

function boundsOf({ minValue, maxValue }: Range): string {
  if (minValue === undefined) return `at most ${maxValue}`;
  return maxValue === undefined ? `at least ${minValue}` : `between ${minValue} and ${maxValue}`;
}

/** Why as text: in policies, `"20"` and `20` are the same. */
function same(left: unknown, right: unknown): boolean {
  return textOf(left) === textOf(right);
}

function among(values: readonly unknown[], value: unknown): boolean {
  return values.some((other) => same(other, value));
}

function listOf(values: readonly unknown[]): string {
  return values.map(textOf).join(", ");
}

function textOf(value: unknown): string {
  return typeof value === "object" ? JSON.stringify(value) : String(value);
}
