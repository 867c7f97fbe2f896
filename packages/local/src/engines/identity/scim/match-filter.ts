import { valueOf, valuesAt, type AttributePath } from "./attribute-path.js";
import type { Filter, Literal, Operator } from "./filter.js";
import { isComplex, type Resource } from "./resource.js";
import { scimError } from "./scim-error.js";

/** Attributes whose values have case; those of all others are compared without. */
const CASE_EXACT: ReadonlySet<string> = new Set(["id", "externalid", "schemas", "$ref"]);

/**
 * Whether a resource, or one value of an attribute, fits a filter.
 *
 * @throws WorkspaceError when what has no order is to be greater or less
 */
export function matchesFilter(resource: Resource, filter: Filter): boolean {
  switch (filter.kind) {
    case "and":
      return filter.of.every((part) => matchesFilter(resource, part));
    case "or":
      return filter.of.some((part) => matchesFilter(resource, part));
    case "not":
      return !matchesFilter(resource, filter.of);
    case "present":
      return valuesAt(resource, filter.path).some((value) => value !== "");
    case "some":
      return [valueOf(resource, filter.path.name)].flat().some((value) => {
        return isComplex(value) && matchesFilter(value, filter.of);
      });
    case "compare":
      return compares(valuesAt(resource, filter.path), filter);
  }
}

type Comparison = Extract<Filter, { kind: "compare" }>;

function compares(values: readonly unknown[], { path, operator, literal }: Comparison): boolean {
  const { value } = literal;
  // Why no value equals null: an attribute without one is what `eq null` is about.
  const equal = value === null ? values.length === 0 : undefined;
  const fold = folding(path);
  if (operator === "eq") return equal ?? values.some((actual) => equals(actual, literal, fold));
  if (operator === "ne") return !(equal ?? values.some((item) => equals(item, literal, fold)));
  return values.some((actual) => relates(actual, operator, literal, fold));
}

type Fold = (text: string) => string;

function folding({ name, part }: AttributePath): Fold {
  return CASE_EXACT.has(part?.toLowerCase() ?? name)
    ? (text) => text
    : (text) => text.toLowerCase();
}

function equals(actual: unknown, { value, text }: Literal, fold: Fold): boolean {
  if (typeof actual === "number" && typeof value === "number") return actual === value;
  return fold(String(actual)) === fold(text);
}

function relates(actual: unknown, operator: Operator, literal: Literal, fold: Fold): boolean {
  if (typeof actual === "boolean") {
    const text = `true and false have no '${operator}': use eq or ne`;
    throw scimError("invalidFilter", `Given filter operator is not supported. ${text}`);
  }
  if (typeof actual === "number" && typeof literal.value === "number") {
    return ordered(actual - literal.value, operator);
  }
  const [left, right] = [fold(String(actual)), fold(literal.text)];
  switch (operator) {
    case "co":
      return left.includes(right);
    case "sw":
      return left.startsWith(right);
    case "ew":
      return left.endsWith(right);
    default:
      return ordered(left < right ? -1 : Number(left > right), operator);
  }
}

function ordered(difference: number, operator: Operator): boolean {
  switch (operator) {
    case "gt":
      return difference > 0;
    case "ge":
      return difference >= 0;
    case "lt":
      return difference < 0;
    case "le":
      return difference <= 0;
    default:
      return false;
  }
}
