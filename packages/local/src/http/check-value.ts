import { WorkspaceError } from "../errors/index.js";
import type { FieldShape, Shape } from "./shapes.js";

/** How strictly values are held against their types. */
export interface CheckOptions {
  /** Whether an object must have the fields that its type requires. Not so in partial updates. */
  readonly complete: boolean;
}

/**
 * Holds a JSON value against a type: unknown fields are dropped, as are those that are `null`, and
 * integers sent as text become integers.
 *
 * @param path of the value within the request, for errors
 * @throws WorkspaceError MALFORMED_REQUEST for a wrong type; INVALID_PARAMETER_VALUE for a missing
 *   field or an unknown enum value
 */
export function checkValue(
  value: unknown,
  shape: Shape,
  path: string,
  options: CheckOptions,
): unknown {
  switch (shape.kind) {
    case "primitive":
      return checkPrimitive(value, shape.name, path);
    case "enum":
      return checkEnum(value, shape.values, path);
    case "array":
      if (!Array.isArray(value)) throw wrongType(path, "an array");
      return value.map((item, index) => checkValue(item, shape.of, `${path}[${index}]`, options));
    case "map":
      return checkMap(value, shape.of, path, options);
    case "object":
      if (!isObject(value)) throw wrongType(path, "an object");
      // Why: a type of which no field is known holds whatever it is given.
      return shape.fields.size === 0 ? value : checkFields(value, shape.fields, path, options);
  }
}

/** Holds the fields of an object against theirs. */
export function checkFields(
  value: Readonly<Record<string, unknown>>,
  fields: ReadonlyMap<string, FieldShape>,
  path: string,
  options: CheckOptions,
): Record<string, unknown> {
  const checked: Record<string, unknown> = {};
  for (const [name, field] of fields) {
    const item = Object.hasOwn(value, name) ? value[name] : undefined;
    const itemPath = path === "" ? name : `${path}.${name}`;
    if (item !== undefined && item !== null) {
      checked[name] = checkValue(item, field.shape(), itemPath, options);
    } else if (field.required && options.complete) {
      throw missingField(itemPath);
    }
  }
  return checked;
}

function missingField(path: string): WorkspaceError {
  return new WorkspaceError("INVALID_PARAMETER_VALUE", `Missing required field '${path}'`);
}

function checkMap(value: unknown, of: Shape, path: string, options: CheckOptions): unknown {
  if (!isObject(value)) throw wrongType(path, "an object");
  const entries = Object.entries(value).filter(([, item]) => item !== null);
  return Object.fromEntries(
    entries.map(([key, item]) => [key, checkValue(item, of, `${path}.${key}`, options)]),
  );
}

function checkEnum(value: unknown, values: ReadonlySet<string>, path: string): string {
  if (typeof value !== "string") throw wrongType(path, "a string");
  if (values.has(value)) return value;
  const lower = value.toLowerCase();
  // Why: words that are in lower case are SCIM's, which have no case.
  if (values.has(lower)) return lower;
  const known = [...values].slice(0, 20).join(", ");
  const text = `Invalid value '${value}' for field '${path}'. Known values: ${known}`;
  throw new WorkspaceError("INVALID_PARAMETER_VALUE", text);
}

function checkPrimitive(value: unknown, name: string, path: string): unknown {
  switch (name) {
    case "any":
      return value;
    case "bool":
      return checkBoolean(value, path);
    case "int32":
    case "int64":
      return checkInteger(value, name, path);
    case "float":
      return checkNumber(value, path);
    default:
      if (typeof value !== "string") throw wrongType(path, "a string");
      return value;
  }
}

/** Forms and some clients send `"true"`. */
function checkBoolean(value: unknown, path: string): boolean {
  if (value === true || value === "true") return true;
  if (value === false || value === "false") return false;
  throw wrongType(path, "true or false");
}

function checkInteger(value: unknown, name: "int32" | "int64", path: string): bigint | number {
  const integer = integerOf(value);
  if (integer === undefined) throw wrongType(path, "an integer");
  const bits = name === "int32" ? 32 : 64;
  if (BigInt.asIntN(bits, BigInt(integer)) !== BigInt(integer)) {
    throw wrongType(path, `an integer of ${bits} bits`);
  }
  return integer;
}

function integerOf(value: unknown): bigint | number | undefined {
  if (typeof value === "bigint") return value;
  if (typeof value === "number") return Number.isInteger(value) ? value : undefined;
  if (typeof value !== "string" || !/^-?\d+$/.test(value)) return undefined;
  const number = Number(value);
  return Number.isSafeInteger(number) ? number : BigInt(value);
}

function checkNumber(value: unknown, path: string): number {
  const text = typeof value === "string" && value.trim() !== "";
  const number =
    typeof value === "number" || typeof value === "bigint" || text ? Number(value) : NaN;
  if (Number.isNaN(number)) throw wrongType(path, "a number");
  return number;
}

function wrongType(path: string, wanted: string): WorkspaceError {
  const text = `Could not parse request object: expected ${wanted} at '${path}'`;
  return new WorkspaceError("MALFORMED_REQUEST", text);
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
