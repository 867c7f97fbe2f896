import { InvalidRequestError, requireOptions } from "../../errors/index.js";

/** What an option may be: what `typeof` calls it, or one of these values. */
export type OptionKinds = Readonly<Record<string, "boolean" | "function" | readonly unknown[]>>;

/**
 * Options of a method that sends requests: an object, or left out. Those that every call takes are
 * looked at as well. Types do not hold in JavaScript, and some values, such as `Headers`, would be as
 * if they were not there. Throws an {@link InvalidRequestError} naming the call and the option.
 *
 * @param call As the caller wrote it, e.g. `files.upload`.
 */
export function checkOptions(call: string, options: unknown, kinds: OptionKinds = {}): void {
  requireOptions(call, options);
  const given: Readonly<Record<string, unknown>> = { ...(options as object | undefined) };
  const all = { ...callOptions, ...expectationsOf(kinds) };
  for (const [name, { accepts, wanted }] of Object.entries(all)) {
    const value = given[name];
    if (value === undefined || accepts(value)) continue;
    const message = `${call}: the option ${name} is ${shown(value)}: give ${wanted}`;
    throw new InvalidRequestError(message, { field: name });
  }
}

interface Expectation {
  readonly wanted: string;
  accepts(value: unknown): boolean;
}

const callOptions: Readonly<Record<string, Expectation>> = {
  signal: {
    wanted: "the signal of an AbortController",
    accepts: (value) => isObject(value) && typeof value["addEventListener"] === "function",
  },
  timeout: {
    wanted: "milliseconds, 0 or more",
    accepts: (value) => typeof value === "number" && value >= 0,
  },
  headers: {
    wanted: "an object of texts, such as Object.fromEntries(headers)",
    accepts: (value) => isObject(value) && !(Symbol.iterator in value),
  },
  retry: { wanted: "false or an object", accepts: (value) => value === false || isObject(value) },
};

function expectationsOf(kinds: OptionKinds): Record<string, Expectation> {
  const entries = Object.entries(kinds).map(([name, kind]) => [name, expectationOf(kind)]);
  return Object.fromEntries(entries) as Record<string, Expectation>;
}

function expectationOf(kind: OptionKinds[string]): Expectation {
  if (kind === "boolean") {
    return { wanted: "true or false", accepts: (value) => typeof value === kind };
  }
  if (kind === "function") return { wanted: "a function", accepts: (v) => typeof v === kind };
  const wanted = kind.map((value) => JSON.stringify(value)).join(" or ");
  return { wanted, accepts: (value) => kind.includes(value) };
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null;
}

/** Values of objects, and texts, may be long or secret. */
function shown(value: unknown): string {
  if (typeof value === "number" || typeof value === "boolean" || value === null) return `${value}`;
  return `of type ${typeof value}`;
}
