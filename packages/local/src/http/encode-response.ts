import { Readable } from "node:stream";
import type { OperationCheck } from "../contract/index.js";
import { stringifyExact } from "../json/index.js";
import { Reply } from "./context.js";

/** An answer, ready to be written. */
export interface EncodedResponse {
  readonly status: number;
  /** Lower-case names. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer | Readable | undefined;
}

/** Brings what a handler returned into the shape that the operation answers in. */
export function encodeResult(result: unknown, check: OperationCheck): EncodedResponse {
  if (result instanceof Reply) return encodeReply(result);
  if (check.response === "headers" || check.response === "stream") {
    return encodeReply(withHeaders((result ?? {}) as Readonly<Record<string, unknown>>, check));
  }
  // Why `{}`: endpoints that return nothing answer with an empty object.
  return encodeReply(new Reply(200, result ?? {}));
}

function withHeaders(result: Readonly<Record<string, unknown>>, check: OperationCheck): Reply {
  const headers: Record<string, string> = {};
  for (const name of check.headers ?? []) {
    const value = result[name];
    if (value !== undefined && value !== null) headers[name] = String(value);
  }
  return new Reply(200, check.contents === undefined ? undefined : result[check.contents], headers);
}

/** Encodes an explicit answer: JSON unless its body is bytes or a stream, or it names another type. */
export function encodeReply(reply: Reply): EncodedResponse {
  const headers = Object.fromEntries(
    Object.entries(reply.headers).map(([name, value]) => [name.toLowerCase(), value]),
  );
  const { status, body } = reply;
  if (body === undefined) return { status, headers, body: undefined };
  const type = headers["content-type"];
  if (body instanceof Uint8Array || isStream(body)) {
    headers["content-type"] = type ?? "application/octet-stream";
    return { status, headers, body: readable(body) };
  }
  headers["content-type"] = type ?? "application/json";
  const plain = typeof body === "string" && type !== undefined && !type.includes("json");
  return { status, headers, body: Buffer.from(plain ? body : stringifyExact(body)) };
}

function readable(body: AsyncIterable<Uint8Array> | Uint8Array): Buffer | Readable {
  if (body instanceof Uint8Array) return Buffer.from(body.buffer, body.byteOffset, body.byteLength);
  return body instanceof Readable ? body : Readable.from(body, { objectMode: false });
}

function isStream(body: unknown): body is AsyncIterable<Uint8Array> {
  return typeof body === "object" && body !== null && Symbol.asyncIterator in body;
}
