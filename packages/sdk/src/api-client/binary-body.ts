import { InvalidRequestError } from "../errors/index.js";
import type { CallBody } from "../http/index.js";

/**
 * A request body that is not JSON. Text, bytes and blobs can be sent again when an attempt fails; a
 * stream or another source of chunks (such as a Node `Readable`) can't, so it is sent once. For a
 * file that should survive retries, use `fs.openAsBlob(path)`.
 */
export type BinaryBody =
  | string
  | Uint8Array
  | ArrayBuffer
  | Blob
  | ReadableStream<Uint8Array>
  | AsyncIterable<Uint8Array>;

/** Whether a value is sent as it is rather than as JSON. */
export function isBinaryBody(value: unknown): value is BinaryBody {
  return (
    typeof value === "string" ||
    value instanceof Uint8Array ||
    value instanceof ArrayBuffer ||
    value instanceof Blob ||
    value instanceof ReadableStream ||
    isAsyncIterable(value)
  );
}

/** The body as the pipeline takes it. Throws an {@link InvalidRequestError} naming `field`. */
export function toCallBody(value: unknown, field: string): CallBody {
  if (!isBinaryBody(value)) {
    const problem = value === undefined || value === null ? "is missing" : `is ${describe(value)}`;
    throw new InvalidRequestError(
      `${field} ${problem}: give a string, bytes, a Blob, or a stream of bytes`,
      { field },
    );
  }
  if (value instanceof ArrayBuffer) return new Uint8Array(value);
  if (value instanceof ReadableStream || value instanceof Blob) return value;
  return isAsyncIterable(value) ? toStream(value) : value;
}

function isAsyncIterable(value: unknown): value is AsyncIterable<Uint8Array> {
  return typeof value === "object" && value !== null && Symbol.asyncIterator in value;
}

function toStream(source: AsyncIterable<Uint8Array>): ReadableStream<Uint8Array> {
  const chunks = source[Symbol.asyncIterator]();
  return new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        const { done, value } = await chunks.next();
        if (done === true) controller.close();
        else controller.enqueue(value);
      },
      async cancel() {
        await chunks.return?.();
      },
    },
    { highWaterMark: 0 },
  );
}

function describe(value: unknown): string {
  return Array.isArray(value) ? "an array" : `of type ${typeof value}`;
}
