import { Readable } from "node:stream";
import type { Exchange } from "./exchange.js";

/**
 * Ends the connection of a request once so many bytes of its body were read; whoever reads it gets
 * these bytes, and then an error. A shorter body passes.
 */
export function cutBody(exchange: Exchange, length: number): void {
  const { body } = exchange;
  const drop = (): void => void exchange.response.destroy();
  // Why no buffer: an error discards what nobody has taken yet.
  const options = { objectMode: false, highWaterMark: 0 };
  exchange.body = { ...body, stream: Readable.from(cut(body.stream, length, drop), options) };
}

async function* cut(body: Readable, length: number, drop: () => void): AsyncGenerator<Buffer> {
  let left = length;
  for await (const chunk of body as AsyncIterable<Buffer>) {
    if (left > 0) yield chunk.subarray(0, left);
    left -= chunk.length;
    if (left <= 0) break;
  }
  if (left > 0) return;
  drop();
  throw new Error("a fault rule ended the upload");
}
