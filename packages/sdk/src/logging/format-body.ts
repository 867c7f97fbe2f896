import { isSecretField, parseJson, redacted, redactQuery, redactText } from "../internal/index.js";
import { cut } from "./cut.js";

/** What a body may be; a stream is not read for a log. */
export type LoggedBody = string | Uint8Array | ReadableStream<Uint8Array>;

/**
 * A body for a log: JSON is indented by two spaces, its keys sorted, its secrets replaced; texts
 * longer than `limit` bytes and arrays that go on after as many are cut.
 */
export function formatBody(body: LoggedBody, limit: number): string {
  if (typeof body !== "string") return "[raw stream]";
  const json = parsed(body);
  if (json !== undefined) return write(json.value, { limit, budget: limit, indent: "\n" });
  const form = /^[^\s=&]+=[^\s&]*(&[^\s=&]+=[^\s&]*)*$/.test(body);
  return cut(redactText(form ? redactQuery(body) : body), limit);
}

function parsed(text: string): { readonly value: unknown } | undefined {
  try {
    return { value: parseJson(text) };
  } catch {
    return undefined;
  }
}

interface Space {
  /** Bytes of the longest text. */
  readonly limit: number;
  /** Characters after which an array ends. */
  readonly budget: number;
  /** A line break and the indentation of the value's own line. */
  readonly indent: string;
}

/** Deeper values are not shown; nobody reads them, and the stack has an end. */
const deepest = 100;

function write(value: unknown, space: Space): string {
  if (space.indent.length > 2 * deepest) return '"... (nested deeper)"';
  if (Array.isArray(value)) return writeArray(value, space);
  if (typeof value === "object" && value !== null) return writeObject(value, space);
  if (typeof value === "string") return JSON.stringify(cut(redactText(value), space.limit));
  return String(value);
}

function writeArray(elements: readonly unknown[], space: Space): string {
  if (elements.length === 0) return "[]";
  const indent = `${space.indent}  `;
  const lines: string[] = [];
  let { budget } = space;
  for (const [index, element] of elements.entries()) {
    if (index > 0 && budget <= 0) {
      lines.push(`"... (${elements.length - index} additional elements)"`);
      break;
    }
    const line = write(element, { ...space, budget, indent });
    lines.push(line);
    budget -= line.length;
  }
  return `[${indent}${lines.join(`,${indent}`)}${space.indent}]`;
}

function writeObject(value: object, space: Space): string {
  const indent = `${space.indent}  `;
  const fields = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  if (fields.length === 0) return "{}";
  let { budget } = space;
  const lines = fields.map(([name, inner]) => {
    const line = isSecretField(name)
      ? JSON.stringify(redacted)
      : write(inner, { ...space, budget, indent });
    budget -= line.length;
    return `${JSON.stringify(name)}: ${line}`;
  });
  return `{${indent}${lines.join(`,${indent}`)}${space.indent}}`;
}
