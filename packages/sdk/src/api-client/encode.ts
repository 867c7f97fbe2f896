import type { Config } from "../config/index.js";
import { ConfigError, InvalidRequestError, requireFields } from "../errors/index.js";
import type { CallBody, CallRequest } from "../http/index.js";
import { encodeQuery, expandPath, InvalidInput, stringifyJson } from "../internal/index.js";
import { toCallBody } from "./binary-body.js";
import { callerHeaders } from "./caller-headers.js";
import type { DataPlaneOperation, Operation } from "./operation.js";

/** The part of a call that follows from an operation and its request. */
export type EncodedCall = Pick<CallRequest, "method" | "url" | "headers" | "body" | "stream">;

type Fields = Readonly<Record<string, unknown>>;

/** The attributes that an encoded call may hold. */
export type EncodingConfig = Pick<Config, "accountId" | "workspaceId">;

/**
 * Splits a request into path, query and body as its operation says. The request is not changed.
 * Throws an {@link InvalidRequestError} naming the field that is missing or has no form, and a
 * {@link ConfigError} when the account id is missing.
 */
export function encodeCall(
  operation: Operation,
  request: object = {},
  config: EncodingConfig = {},
  headers?: Readonly<Record<string, string>>,
): EncodedCall {
  requireFields(`${operation.verb} ${operation.path}`, request);
  return reporting(operation.verb, operation.path, () => {
    const fields = withToken(operation, request as Fields);
    const holes = pathFields(operation.path);
    const path = expandPath(operation.path, pathValues(holes, fields, config));
    const { query, body } = splitFields(operation, fields, holes);
    return assemble(operation, { path, query, body, headers }, config);
  });
}

/**
 * The same for an operation of the data plane, whose whole URL the endpoint itself told. The fields
 * that looked the endpoint up are not sent.
 */
export function encodeDataPlaneCall(
  operation: DataPlaneOperation,
  url: string,
  request: object,
  headers?: Readonly<Record<string, string>>,
): EncodedCall {
  return reporting(operation.verb, url, () => {
    const { query, body } = splitFields(operation, request as Fields, new Set(operation.lookup));
    return assemble(operation, { path: url, query, body, headers }, {});
  });
}

interface Parts {
  readonly path: string;
  readonly query: Fields;
  readonly body: CallBody | undefined;
  readonly headers: Readonly<Record<string, string>> | undefined;
}

function assemble(
  operation: Omit<Operation, "path">,
  parts: Parts,
  config: EncodingConfig,
): EncodedCall {
  const { body } = parts;
  const query = encodeQuery(parts.query);
  const headers: Record<string, string> = { accept: operation.accept ?? "application/json" };
  if (body !== undefined) {
    headers["content-type"] =
      operation.rawBody === true ? "application/octet-stream" : "application/json";
  }
  if (operation.account !== true && config.workspaceId !== undefined) {
    headers["x-databricks-workspace-id"] = config.workspaceId;
  }
  // Lengths and ranges mean the bytes as they are stored.
  if (operation.stream !== undefined || operation.responseHeaders !== undefined) {
    headers["accept-encoding"] = "identity";
  }
  return {
    method: operation.verb,
    url: query === "" ? parts.path : `${parts.path}?${query}`,
    headers:
      parts.headers === undefined ? headers : { ...headers, ...callerHeaders(parts.headers) },
    stream: operation.stream !== undefined,
    body,
  };
}

function withToken({ idempotencyToken }: Operation, fields: Fields): Fields {
  if (idempotencyToken === undefined || isGiven(fields[idempotencyToken])) return fields;
  return { ...fields, [idempotencyToken]: crypto.randomUUID() };
}

const holesByPath = new Map<string, ReadonlySet<string>>();

function pathFields(path: string): ReadonlySet<string> {
  const known = holesByPath.get(path);
  if (known !== undefined) return known;
  const holes = new Set(Array.from(path.matchAll(/\{\+?([^}]+)\}/g), ([, name]) => name ?? ""));
  holesByPath.set(path, holes);
  return holes;
}

function pathValues(
  holes: ReadonlySet<string>,
  fields: Fields,
  { accountId }: EncodingConfig,
): Fields {
  if (!holes.has("account_id") || isGiven(fields["account_id"])) return fields;
  if (accountId !== undefined) return { ...fields, account_id: accountId };
  throw new ConfigError(
    "the account id is missing: set `accountId`, DATABRICKS_ACCOUNT_ID or account_id in the profile",
    { attribute: "accountId" },
  );
}

function splitFields(
  operation: Omit<Operation, "path">,
  fields: Fields,
  holes: ReadonlySet<string>,
): { readonly query: Fields; readonly body: CallBody | undefined } {
  const { body, query: inQuery = [], repeat = [] } = operation;
  const rest: Record<string, unknown> = {};
  const query: Record<string, unknown> = {};
  for (const name of Object.keys(fields)) {
    if (name === body) continue;
    if (holes.has(name) && !repeat.includes(name)) continue;
    const target = body === "*" && !inQuery.includes(name) ? rest : query;
    target[name] = fields[name];
  }
  if (body === undefined) return { query, body: undefined };
  if (body === "*") return { query, body: stringifyJson(rest) };
  return { query, body: wholeBody(operation, body, fields[body]) };
}

function wholeBody({ rawBody }: Omit<Operation, "path">, field: string, value: unknown): CallBody {
  if (rawBody === true) return toCallBody(value, field);
  if (isGiven(value)) return stringifyJson(value, field);
  throw new InvalidRequestError(`${field} is missing: it is the body of the request`, { field });
}

function isGiven(value: unknown): boolean {
  return value !== undefined && value !== null;
}

/** Lifts what can't be encoded to the error that users catch, naming the operation. */
function reporting<T>(method: string, path: string, encode: () => T): T {
  try {
    return encode();
  } catch (error) {
    if (!(error instanceof InvalidInput)) throw error;
    const { field, message } = error;
    throw new InvalidRequestError(`${method} ${path}: ${message}`, { field, cause: error });
  }
}
