import { parseExact } from "../json/index.js";
import type { FieldShape, Shape } from "./shapes.js";

/**
 * The JSON value that a query stands for: nested messages arrive dotted (`filter_by.is_pinned`),
 * repeated fields repeat their key, everything is text. What cannot be read as its type is left as
 * text, for the check to name.
 */
export function readQuery(
  query: URLSearchParams,
  fields: ReadonlyMap<string, FieldShape>,
): Record<string, unknown> {
  return readFields(query, fields, "");
}

function readFields(
  query: URLSearchParams,
  fields: ReadonlyMap<string, FieldShape>,
  prefix: string,
): Record<string, unknown> {
  const found: Record<string, unknown> = {};
  for (const [name, field] of fields) {
    const key = prefix + name;
    // Why first: types refer to themselves, and only what was sent needs to be looked at.
    if (!sent(query, key)) continue;
    const value = readField(query, key, field.shape());
    if (value !== undefined) found[name] = value;
  }
  return found;
}

function sent(query: URLSearchParams, key: string): boolean {
  if (query.has(key)) return true;
  for (const name of query.keys()) if (name.startsWith(`${key}.`)) return true;
  return false;
}

function readField(query: URLSearchParams, key: string, shape: Shape): unknown {
  const texts = query.getAll(key);
  switch (shape.kind) {
    case "array":
      return readArray(query, key, texts, shape.of);
    case "object":
      if (texts.length > 0) return readJson(texts[0] ?? "");
      return readFields(query, shape.fields, `${key}.`);
    case "map":
      return Object.fromEntries(
        [...query].flatMap(([name, text]) =>
          name.startsWith(`${key}.`)
            ? [[name.slice(key.length + 1), readText(text, shape.of)]]
            : [],
        ),
      );
    default:
      return texts.length === 0 ? undefined : readText(texts.at(-1) ?? "", shape);
  }
}

function readArray(
  query: URLSearchParams,
  key: string,
  texts: readonly string[],
  of: Shape,
): unknown {
  if (of.kind !== "object") return texts.map((text) => readText(text, of));
  return texts.length > 0 ? texts.map(readJson) : [readFields(query, of.fields, `${key}.`)];
}

function readText(text: string, shape: Shape): unknown {
  if (shape.kind !== "primitive") return text;
  switch (shape.name) {
    case "bool":
      return readBoolean(text);
    case "int32":
    case "int64":
    case "float":
      return text === "" ? undefined : text;
    case "timestamp":
    case "duration":
    case "fieldmask":
      return /^".*"$/.test(text) ? text.slice(1, -1) : text;
    default:
      return text;
  }
}

function readBoolean(text: string): unknown {
  const lower = text.toLowerCase();
  if (lower === "true" || lower === "1") return true;
  if (lower === "false" || lower === "0") return false;
  return text === "" ? undefined : text;
}

function readJson(text: string): unknown {
  try {
    return parseExact(text);
  } catch {
    return text;
  }
}
