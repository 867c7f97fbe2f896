import { InvalidResponseError } from "../errors/index.js";
import type { Reply } from "../http/index.js";
import { parseJson } from "../internal/index.js";
import type { Operation } from "./operation.js";

type Described = Pick<Operation, "verb" | "stream" | "responseHeaders">;

/**
 * The result of an operation: the parsed JSON with exact integers, `undefined` for an empty body, or
 * the raw stream; with the response headers that the operation names.
 * Throws an {@link InvalidResponseError} for what should be JSON and is not. Such a response is not
 * asked for again: it came as the server meant it, and the request has been carried out.
 */
export function decodeReply(operation: Described, path: string, reply: Reply): unknown {
  const { stream, responseHeaders } = operation;
  const body =
    stream === undefined
      ? parseBody(operation.verb, path, reply)
      : { [stream]: reply.stream ?? new Blob([]).stream() };
  if (responseHeaders === undefined) return body;
  return { ...(body as object | undefined), ...readHeaders(responseHeaders, reply.headers) };
}

/** The parsed JSON of a reply; `undefined` when there is none. */
export function parseBody(method: string, path: string, { text, status, headers }: Reply): unknown {
  if (text === "") return undefined;
  try {
    return parseJson(text);
  } catch (error) {
    const html = /^\s*</.test(text) || headers["content-type"]?.startsWith("text/html") === true;
    const what = html
      ? "an HTML page. Is `host` (DATABRICKS_HOST) the address of a workspace or an account, with nothing but a proxy in between?"
      : `no JSON, or JSON that breaks off after ${text.length} characters`;
    const [route = path] = path.split("?", 1);
    throw new InvalidResponseError(`${method} ${route}: the answer (status ${status}) is ${what}`, {
      cause: error,
    });
  }
}

function readHeaders(
  types: NonNullable<Operation["responseHeaders"]>,
  headers: Readonly<Record<string, string>>,
): Record<string, unknown> {
  const values: Record<string, unknown> = {};
  for (const [name, type] of Object.entries(types)) {
    const text = headers[name.toLowerCase()];
    if (text === undefined) continue;
    if (type === "string") values[name] = text;
    else if (/^-?\d+$/.test(text)) values[name] = exactInteger(text);
  }
  return values;
}

function exactInteger(text: string): number | bigint {
  const number = Number(text);
  return Number.isSafeInteger(number) ? number : BigInt(text);
}
