import type { ServerResponse } from "node:http";
import type { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import type { EncodedResponse } from "./encode-response.js";

/**
 * Writes an answer.
 *
 * @param truncate ends the connection after so many bytes of the body
 */
export async function send(
  response: ServerResponse,
  encoded: EncodedResponse,
  truncate?: number,
): Promise<void> {
  const { status, headers, body } = encoded;
  const head = response.req.method === "HEAD";
  if (body === undefined || Buffer.isBuffer(body)) {
    const length = body?.length ?? 0;
    const described = body !== undefined || !mayBeEmpty(status, headers);
    response.writeHead(status, described ? { ...headers, "content-length": length } : headers);
    if (truncate !== undefined) cut(response, body ?? Buffer.alloc(0), truncate);
    else response.end(head ? undefined : body);
    return;
  }
  response.writeHead(status, headers);
  if (head) {
    body.destroy();
    response.end();
  } else if (truncate === undefined) {
    await pipeline(body, response);
  } else {
    await cutStream(response, body, truncate);
  }
}

/** Whether a missing body needs no length: 204 and 304 have none, and HEAD may state another's. */
function mayBeEmpty(status: number, headers: Readonly<Record<string, string>>): boolean {
  return status === 204 || status === 304 || "content-length" in headers;
}

function cut(response: ServerResponse, body: Buffer, length: number): void {
  response.write(body.subarray(0, length), () => response.destroy());
}

async function cutStream(response: ServerResponse, body: Readable, length: number): Promise<void> {
  let left = length;
  response.flushHeaders();
  for await (const chunk of body as AsyncIterable<Buffer>) {
    if (left <= 0 || response.destroyed) break;
    await new Promise<void>((resolve) => {
      response.write(chunk.subarray(0, left), () => resolve());
    });
    left -= chunk.length;
  }
  response.destroy();
}
