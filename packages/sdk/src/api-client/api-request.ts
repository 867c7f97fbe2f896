import { InvalidRequestError } from "../errors/index.js";
import type { HttpMethod } from "../http/index.js";
import { encodeQuery, InvalidInput, stringifyJson } from "../internal/index.js";
import { isBinaryBody, toCallBody } from "./binary-body.js";
import { callerHeaders } from "./caller-headers.js";
import type { EncodedCall, EncodingConfig } from "./encode.js";

/** A request to a path of the API that the generated services do not know. */
export interface ApiRequest {
  readonly method: HttpMethod;
  /** Begins with a slash and is percent-encoded, e.g. `/api/2.0/preview/things/a%20b`. */
  readonly path: string;
  /** Nested objects are flattened with dots, arrays repeat their name. */
  readonly query?: object;
  /** They replace the SDK's own, except the credentials. */
  readonly headers?: Readonly<Record<string, string>>;
  /** Text, bytes, blobs and streams are sent as they are, everything else as JSON. */
  readonly body?: unknown;
  /** Hand over the body of a success as a stream, with status and headers. Default: `false`. */
  readonly raw?: boolean;
}

/** The response to a raw {@link ApiRequest}. */
export interface RawResponse {
  readonly status: number;
  /** Lower-case names. */
  readonly headers: Readonly<Record<string, string>>;
  readonly contents: ReadableStream<Uint8Array>;
}

/**
 * The call that a request stands for. It carries the workspace id unless its path is the account
 * API's. Throws an {@link InvalidRequestError} naming the part that can't be sent.
 */
export function encodeApiRequest(
  request: ApiRequest,
  config: EncodingConfig,
  headers?: Readonly<Record<string, string>>,
): EncodedCall {
  const { method, path, raw = false } = request;
  const defaults: Record<string, string> = { accept: raw ? "*/*" : "application/json" };
  if (raw) defaults["accept-encoding"] = "identity";
  if (config.workspaceId !== undefined && !/^\/api\/[^/]+\/accounts\//.test(path)) {
    defaults["x-databricks-workspace-id"] = config.workspaceId;
  }
  const { body, type } = encodeBody(request.body);
  if (type !== undefined) defaults["content-type"] = type;
  return {
    method,
    url: encodeUrl(path, request.query),
    headers: { ...defaults, ...callerHeaders({ ...request.headers, ...headers }) },
    stream: raw,
    body,
  };
}

function encodeUrl(path: string, query: object | undefined): string {
  if (!/^\/[!$-;=?-Z_a-z~@[\]%]*$/.test(path)) {
    const problem = path.startsWith("/") ? "is not percent-encoded" : "does not begin with a slash";
    throw new InvalidRequestError(`the path "${path}" ${problem}`, { field: "path" });
  }
  const text = rethrow("query", () => encodeQuery({ ...query }));
  if (text === "") return path;
  return `${path}${path.includes("?") ? "&" : "?"}${text}`;
}

function encodeBody(body: unknown): Pick<EncodedCall, "body"> & { readonly type?: string } {
  if (body === undefined) return { body };
  if (typeof body === "string") return { body, type: "text/plain; charset=utf-8" };
  if (isBinaryBody(body))
    return { body: toCallBody(body, "body"), type: "application/octet-stream" };
  return { body: rethrow("body", () => stringifyJson(body)), type: "application/json" };
}

function rethrow<T>(part: string, encode: () => T): T {
  try {
    return encode();
  } catch (error) {
    if (!(error instanceof InvalidInput)) throw error;
    const field = error.field === "" ? part : `${part}.${error.field}`;
    throw new InvalidRequestError(error.message, { field, cause: error });
  }
}
