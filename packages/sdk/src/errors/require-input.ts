import { InvalidRequestError } from "./client-errors.js";

// What callers give to methods that are written by hand: types do not hold in JavaScript, and where
// something of another kind went on, it would fail far from here and without a word of the caller's.

/** What an option may be, as `typeof` calls it. */
export type OptionKind = "boolean" | "number" | "string";

/**
 * A request is an object that has some fields, of any kind.
 * Throws an {@link InvalidRequestError} naming the call and the field.
 *
 * @param call As the caller wrote it, e.g. `jobs.repairRun`.
 */
export function requireFields(call: string, request: unknown, ...fields: readonly string[]): void {
  if (!isObject(request)) {
    const [field = "request"] = fields;
    const wanted = fields.length === 0 ? "an object" : `an object, ${shapeOf(fields)}`;
    throw invalid(field, `${call} takes ${wanted}, and was given ${kindOf(request)}`);
  }
  for (const field of fields) {
    const value = request[field];
    if (value === undefined || value === null || value === "") {
      throw invalid(field, `${call}: ${field} is missing: give ${shapeOf(fields)}`);
    }
  }
}

/** Text, which may be empty. Throws an {@link InvalidRequestError} naming the call and the field. */
export function requireText(call: string, field: string, value: unknown): void {
  if (typeof value === "string") return;
  const problem = value === undefined ? "is missing" : `is ${kindOf(value)}`;
  throw invalid(field, `${call}: ${field} ${problem}: give text`);
}

/** Text that is not empty. Throws an {@link InvalidRequestError} naming the call and the field. */
export function requireName(call: string, field: string, value: unknown): void {
  requireText(call, field, value);
  if (value === "") throw invalid(field, `${call}: ${field} is empty: give text`);
}

/**
 * An object whose values are text.
 * Throws an {@link InvalidRequestError} naming the call and the field, but never a value.
 */
export function requireTexts(call: string, field: string, values: unknown): void {
  if (!isObject(values)) {
    throw invalid(field, `${call}: ${field} is ${kindOf(values)}: give an object of texts`);
  }
  for (const [name, value] of Object.entries(values)) requireText(call, `${field}.${name}`, value);
}

/** A list. Throws an {@link InvalidRequestError} naming the call and the field. */
export function requireList(call: string, field: string, value: unknown): void {
  if (Array.isArray(value)) return;
  const problem = value === undefined ? "is missing" : `is ${kindOf(value)}`;
  throw invalid(field, `${call}: ${field} ${problem}: give a list`);
}

/**
 * Options are an object, or left out. With `kinds` they have no other names than these, and values of
 * these kinds: one that is misspelt would be as if it were not there.
 * Throws an {@link InvalidRequestError} naming the call and the option.
 */
export function requireOptions(
  call: string,
  options: unknown,
  kinds?: Readonly<Record<string, OptionKind>>,
): void {
  if (options === undefined) return;
  if (!isObject(options)) {
    const message = `${call}: the options are ${kindOf(options)}: give an object, or leave them out`;
    throw invalid("options", message);
  }
  if (kinds === undefined) return;
  for (const [name, value] of Object.entries(options)) {
    const kind = Object.hasOwn(kinds, name) ? kinds[name] : undefined;
    if (kind === undefined) {
      const known = Object.keys(kinds).join(", ");
      throw invalid(name, `${call} has no option "${name}": it has ${known}`);
    }
    if (value === undefined || typeof value === kind) continue;
    throw invalid(name, `${call}: the option ${name} is ${kindOf(value)}: give ${words[kind]}`);
  }
}

const words = { boolean: "true or false", number: "a number", string: "text" } as const;

function shapeOf(fields: readonly string[]): string {
  return `{ ${[...fields, "..."].join(", ")} }`;
}

function invalid(field: string, message: string): InvalidRequestError {
  return new InvalidRequestError(message, { field });
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function kindOf(value: unknown): string {
  if (value === undefined) return "nothing";
  if (value === null) return "null";
  if (Array.isArray(value)) return "a list";
  const kind = typeof value;
  if (kind === "string") return "text";
  return `${kind === "object" ? "an" : "a"} ${kind}`;
}
