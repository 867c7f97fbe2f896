import type { IncomingHttpHeaders } from "node:http";
import type { Readable } from "node:stream";
import { WorkspaceError } from "../errors/index.js";
import { parseExact } from "../json/index.js";

/** The body of a request, and the headers that describe it. */
export interface RequestBody {
  readonly headers: IncomingHttpHeaders;
  readonly stream: Readable;
}

/**
 * Reads a whole body.
 *
 * @param limit in bytes
 * @throws WorkspaceError with status 413 when it is longer
 */
export async function readBytes(body: RequestBody, limit: number): Promise<Buffer> {
  const announced = Number(body.headers["content-length"] ?? 0);
  if (announced > limit) throw tooLarge(limit);
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of body.stream as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > limit) throw tooLarge(limit);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks, size);
}

/**
 * Reads a JSON object, or the fields of a form (`multipart/form-data`), whose files become base64.
 * An empty body is an empty object.
 *
 * @throws WorkspaceError MALFORMED_REQUEST when it is anything else
 */
export async function readFields(
  body: RequestBody,
  limit: number,
): Promise<Record<string, unknown>> {
  const bytes = await readBytes(body, limit);
  const type = body.headers["content-type"] ?? "";
  if (type.startsWith("multipart/form-data")) return readForm(bytes, type);
  const value = parseBody(bytes);
  if (typeof value === "object" && value !== null && !Array.isArray(value)) {
    return value as Record<string, unknown>;
  }
  throw malformed("the body must be a JSON object");
}

function parseBody(bytes: Buffer): unknown {
  const text = bytes.toString("utf8");
  if (text.trim() === "") return {};
  try {
    return parseExact(text);
  } catch (error) {
    throw malformed(error instanceof Error ? error.message : "not JSON");
  }
}

async function readForm(bytes: Buffer, type: string): Promise<Record<string, unknown>> {
  const fields: Record<string, unknown> = {};
  const form = await new Response(new Uint8Array(bytes), { headers: { "content-type": type } })
    .formData()
    .catch(() => {
      throw malformed("the body is not multipart/form-data");
    });
  for (const [name, value] of form) {
    if (typeof value === "string") fields[name] = value;
    else fields[name] = Buffer.from(await value.arrayBuffer()).toString("base64");
  }
  return fields;
}

function malformed(reason: string): WorkspaceError {
  return new WorkspaceError("MALFORMED_REQUEST", `Could not parse request object: ${reason}`);
}

function tooLarge(limit: number): WorkspaceError {
  const text = `The request body is longer than ${limit} bytes`;
  return new WorkspaceError("MALFORMED_REQUEST", text, undefined, 413);
}
