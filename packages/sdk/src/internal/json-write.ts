import { InvalidInput } from "./invalid-input.js";

const plainDepth = 200;

/** Whether `JSON.stringify` writes the value as it should: no bigint, NaN, `toJSON` or cycle. */
export function isPlainJson(value: unknown, depth = 0): boolean {
  switch (typeof value) {
    case "number":
      return Number.isFinite(value);
    case "bigint":
      return false;
    case "object":
      return value === null || isPlainObject(value, depth);
    default:
      return true;
  }
}

function isPlainObject(value: object, depth: number): boolean {
  if (depth > plainDepth) return false;
  if (Array.isArray(value)) return value.every((element) => isPlainJson(element, depth + 1));
  const prototype: unknown = Object.getPrototypeOf(value);
  if (prototype !== Object.prototype && prototype !== null) return false;
  const fields = value as Record<string, unknown>;
  for (const key in fields) {
    if (!isPlainJson(fields[key], depth + 1)) return false;
  }
  return typeof fields["toJSON"] !== "function";
}

/** As `JSON.stringify`, `undefined` included, with bigints as digits and a path in errors. */
export function writeJson(value: unknown, at: string): string | undefined {
  return write(value, "", at, new Set());
}

function write(input: unknown, key: string, at: string, parents: Set<object>): string | undefined {
  const value = typeof input === "bigint" ? input : unbox(serializable(input, key));
  switch (typeof value) {
    case "bigint":
      return value.toString();
    case "number":
      if (!Number.isFinite(value)) {
        throw new InvalidInput(at, `${at || "the value"} is ${value}: JSON has no form for it`);
      }
      return JSON.stringify(value);
    case "object":
      return value === null ? "null" : writeObject(value, at, parents);
    default:
      return JSON.stringify(value) as string | undefined;
  }
}

function serializable(value: unknown, key: string): unknown {
  if (typeof value !== "object" || value === null) return value;
  const { toJSON } = value as { readonly toJSON?: unknown };
  return typeof toJSON === "function" ? (toJSON.call(value, key) as unknown) : value;
}

const boxes = new Set(["Number", "String", "Boolean", "BigInt"].map((type) => `[object ${type}]`));

function unbox(value: unknown): unknown {
  if (typeof value !== "object" || value === null) return value;
  return boxes.has(Object.prototype.toString.call(value)) ? value.valueOf() : value;
}

function writeObject(value: object, at: string, parents: Set<object>): string {
  if (parents.has(value)) {
    throw new InvalidInput(at, `${at || "the value"} contains itself: JSON has no form for it`);
  }
  parents.add(value);
  const text = Array.isArray(value)
    ? `[${writeElements(value, at, parents).join(",")}]`
    : `{${writeFields(value, at, parents).join(",")}}`;
  parents.delete(value);
  return text;
}

function writeElements(elements: readonly unknown[], at: string, parents: Set<object>): string[] {
  return Array.from(
    elements,
    (element, index) => write(element, String(index), `${at}[${index}]`, parents) ?? "null",
  );
}

function writeFields(value: object, at: string, parents: Set<object>): string[] {
  const fields: string[] = [];
  for (const [key, inner] of Object.entries(value)) {
    const text = write(inner, key, at === "" ? key : `${at}.${key}`, parents);
    if (text !== undefined) fields.push(`${JSON.stringify(key)}:${text}`);
  }
  return fields;
}
