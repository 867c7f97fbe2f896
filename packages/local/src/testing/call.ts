import type { LocalWorkspace } from "../server.js";

/** What a request gets beside verb and path. */
export interface CallOptions {
  /** Default: the administrator's. `null` sends none. */
  readonly token?: string | null;
  readonly headers?: Readonly<Record<string, string>>;
}

/** A request that was answered with an error. */
export class CallError extends Error {
  override readonly name = "CallError";
  readonly status: number;
  /** The `error_code`, where the body has one. */
  readonly errorCode: string | undefined;
  readonly body: unknown;

  constructor(what: string, status: number, body: unknown) {
    const { error_code, message, detail, error } = (body ?? {}) as Readonly<Record<string, string>>;
    super(`${what}: ${status} ${error_code ?? ""} ${message ?? detail ?? error ?? ""}`.trim());
    this.status = status;
    this.errorCode = error_code;
    this.body = body;
  }
}

/** Sends a request with plain `fetch`. Bytes and streams go as they are, other bodies as JSON. */
export function send(
  { host, token }: LocalWorkspace,
  verb: string,
  path: string,
  body?: unknown,
  options: CallOptions = {},
): Promise<Response> {
  const credential = options.token === undefined ? token : options.token;
  const raw =
    body instanceof Uint8Array || body instanceof ReadableStream || body instanceof FormData;
  return fetch(host + path, {
    method: verb,
    redirect: "manual",
    headers: {
      ...(credential === null ? {} : { authorization: `Bearer ${credential}` }),
      ...(body === undefined || raw ? {} : { "content-type": "application/json" }),
      ...options.headers,
    },
    ...(body !== undefined && { body: raw ? (body as BodyInit) : JSON.stringify(body) }),
    ...(body instanceof ReadableStream && { duplex: "half" }),
  });
}

/**
 * Sends a request and returns the JSON of its answer; `undefined` where that is empty.
 *
 * @throws CallError unless the status is 2xx
 */
export async function call<T = Record<string, unknown>>(
  workspace: LocalWorkspace,
  verb: string,
  path: string,
  body?: unknown,
  options?: CallOptions,
): Promise<T> {
  const response = await send(workspace, verb, path, body, options);
  const text = await response.text();
  const value = parse(text);
  if (response.ok) return value as T;
  throw new CallError(`${verb} ${path}`, response.status, value);
}

function parse(text: string): unknown {
  if (text === "") return undefined;
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return text;
  }
}
