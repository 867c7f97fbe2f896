import type { Operation } from "./reach.js";

/** What an operation should send, worked out from the model alone. */
export interface ExpectedRequest {
  readonly verb: string;
  /** Percent-encoded. */
  readonly path: string;
  /** Decoded pairs in alphabetical order. */
  readonly query: readonly (readonly [string, string])[];
  /** A JSON value, bytes, or `undefined` for no body. */
  readonly body: unknown;
}

type Fields = Readonly<Record<string, unknown>>;

export function expectedRequest(
  operation: Operation,
  request: Fields,
  config: Readonly<Record<string, string>>,
): ExpectedRequest {
  return {
    verb: operation.verb,
    path: expectedPath(operation, request, config),
    query: expectedQuery(operation, request),
    body: expectedBody(operation, request),
  };
}

function expectedPath(
  operation: Operation,
  request: Fields,
  config: Readonly<Record<string, string>>,
): string {
  return (operation.path ?? "").replace(/\{(\w+)\}/g, (_hole, name: string) => {
    const parameter = operation.parameters.find(({ wire }) => wire === name);
    const value = operation.configParameters.includes(name) ? config[name] : request[name];
    const text = String(value);
    return parameter?.multiSegment ? text.split("/").map(encode).join("/") : encode(text);
  });
}

/** RFC 3986: everything but unreserved characters. */
function encode(text: string): string {
  const hex = (character: string): string =>
    `%${character.charCodeAt(0).toString(16).toUpperCase()}`;
  return encodeURIComponent(text).replaceAll(/[!'()*]/g, hex);
}

function expectedQuery(
  operation: Operation,
  request: Fields,
): readonly (readonly [string, string])[] {
  return operation.parameters
    .filter((parameter) => parameter.in === "query" && parameter.wire in request)
    .flatMap(({ wire, encoding }) => pairs(wire, request[wire], encoding))
    .sort(byText);
}

function pairs(
  key: string,
  value: unknown,
  encoding: string | null,
): (readonly [string, string])[] {
  if (encoding === "repeated_message" && Array.isArray(value)) {
    return value.map((element) => [key, canonical(element)] as const);
  }
  if (Array.isArray(value)) return value.map((element) => [key, String(element)] as const);
  if (typeof value === "object" && value !== null) {
    return Object.entries(value).flatMap(([name, inner]) => pairs(`${key}.${name}`, inner, null));
  }
  return [[key, String(value)]];
}

/** JSON text whose integers beyond 2^53 are bare digits. */
export function canonical(value: unknown): string {
  if (typeof value === "bigint") return value.toString();
  if (Array.isArray(value)) return `[${value.map(canonical).join(",")}]`;
  if (typeof value !== "object" || value === null) return JSON.stringify(value) ?? "null";
  const fields = Object.entries(value).filter(([, inner]) => inner !== undefined);
  return `{${fields.map(([name, inner]) => `${JSON.stringify(name)}:${canonical(inner)}`).join(",")}}`;
}

export function byText(a: readonly [string, string], b: readonly [string, string]): number {
  return a.join("\0") < b.join("\0") ? -1 : 1;
}

function expectedBody(operation: Operation, request: Fields): unknown {
  const { body } = operation;
  if (body === null) return undefined;
  if (body.kind !== "fields") return request[body.parameter];
  const sent = operation.parameters.filter(
    (parameter) => (parameter.in === "body" || parameter.alsoInBody) && parameter.wire in request,
  );
  return Object.fromEntries(sent.map(({ wire }) => [wire, request[wire]]));
}

/** Reads JSON whose long integers are bare digits, by other means than the SDK's own. */
export function readExactJson(text: string): unknown {
  const marked = text.replaceAll(/(?<=[[:,])\d{16,}(?=[\],}])/g, (digits) => `"bigint:${digits}"`);
  return JSON.parse(marked, (_key, value: unknown) =>
    typeof value === "string" && value.startsWith("bigint:") ? BigInt(value.slice(7)) : value,
  ) as unknown;
}
