import { InvalidRequestError } from "../../errors/index.js";
import { chunksOf } from "../streams/index.js";

/** What can be put into the workspace tree. Text is written as UTF-8. */
export type WorkspaceContent =
  | string
  | Uint8Array
  | ArrayBuffer
  | Blob
  | ReadableStream<Uint8Array>
  | AsyncIterable<Uint8Array | string>;

/** What the service takes in one import, and so what a stream may hold. */
const streamLimit = 10 * 1024 * 1024;

/**
 * The content as bytes that can be sent again. A stream is read to its end first; it may hold 10 MiB,
 * the most that the service takes. Throws an {@link InvalidRequestError} for one that holds more.
 */
export async function contentBlob(content: WorkspaceContent): Promise<Blob> {
  if (content instanceof Blob) return content;
  if (typeof content === "string" || isBytes(content)) return new Blob([content as BlobPart]);
  const chunks: BlobPart[] = [];
  let size = 0;
  for await (const chunk of chunksIn(content)) {
    if (typeof chunk !== "string" && !isBytes(chunk)) throw wrong(`holds a ${typeof chunk}`);
    const part = new Blob([chunk as BlobPart]);
    size += part.size;
    if (size > streamLimit) throw wrong("is longer than the 10 MiB that the service takes at once");
    chunks.push(part);
  }
  return new Blob(chunks);
}

function isBytes(value: unknown): value is Uint8Array | ArrayBuffer {
  return value instanceof Uint8Array || value instanceof ArrayBuffer;
}

function chunksIn(content: unknown): AsyncIterable<unknown> {
  if (content instanceof ReadableStream) return chunksOf<unknown>(content);
  if (typeof content === "object" && content !== null && Symbol.asyncIterator in content) {
    return content as AsyncIterable<unknown>;
  }
  throw wrong("is none of text, bytes, a Blob and a stream of bytes");
}

function wrong(problem: string): InvalidRequestError {
  return new InvalidRequestError(`content ${problem}`, { field: "content" });
}
