import type { ConditionTask } from "./settings.js";

const NUMERIC: Readonly<Record<string, (left: number, right: number) => boolean>> = {
  GREATER_THAN: (left, right) => left > right,
  GREATER_THAN_OR_EQUAL: (left, right) => left >= right,
  LESS_THAN: (left, right) => left < right,
  LESS_THAN_OR_EQUAL: (left, right) => left <= right,
};

/**
 * The outcome of a condition task whose references are resolved. Equality compares texts (`12.0` is
 * not `12`), order compares numbers.
 *
 * @throws {RangeError} when it cannot be decided, saying why.
 */
export function evaluateCondition({ op, left, right }: ConditionTask): boolean {
  if (op === "EQUAL_TO") return left === right;
  if (op === "NOT_EQUAL") return left !== right;
  const compare = NUMERIC[op];
  if (!compare) throw new RangeError(`The operator ${op} is unknown.`);
  return compare(toNumber("left", left), toNumber("right", right));
}

function toNumber(side: string, text: string): number {
  const number = text.trim() === "" ? Number.NaN : Number(text);
  if (!Number.isNaN(number)) return number;
  throw new RangeError(`The ${side} side of the condition is '${text}', which is no number.`);
}
