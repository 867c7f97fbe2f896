import { InvalidRequestError } from "../../errors/index.js";

/** Where the bytes of an upload come from. Text is sent as UTF-8; Node's streams are iterables. */
export type UploadSource =
  | string
  | ArrayBuffer
  | ArrayBufferView
  | Blob
  | ReadableStream<Uint8Array>
  | AsyncIterable<Uint8Array | string>;

/** Content that can be read any number of times, and from anywhere. */
export type Replayable = Uint8Array | Blob;

/** Content that can be read once, from its beginning. */
export interface ChunkReader {
  /** The next chunk; `undefined` at the end. */
  read(): Promise<Uint8Array | undefined>;
  /** Lets go of the source. */
  cancel(reason: unknown): Promise<void>;
}

/** What an upload reads from. Throws an {@link InvalidRequestError} for what gives no bytes. */
export function openSource(source: unknown): Replayable | ChunkReader {
  if (source instanceof Blob) return source;
  const bytes = asBytes(source);
  if (bytes !== undefined) return bytes;
  if (hasMethod(source, "getReader")) return readerOfStream(source as ReadableStream<unknown>);
  if (hasMethod(source, Symbol.asyncIterator)) return readerOfChunks(source as Chunks);
  throw invalid("source", source, "text, bytes, a Blob, or a stream or async iterable of these");
}

/** The bytes of a chunk, text as UTF-8. Throws an {@link InvalidRequestError} for what has none. */
export function bytesOfChunk(chunk: unknown, field = "source"): Uint8Array {
  const bytes = asBytes(chunk);
  if (bytes !== undefined) return bytes;
  throw invalid(field, chunk, "bytes or text", "a chunk to be written");
}

/** Whether content can be read again. */
export function isReplayable(content: Replayable | ChunkReader): content is Replayable {
  return content instanceof Uint8Array || content instanceof Blob;
}

/** Bytes of content that can be read again. */
export function sizeOf(content: Replayable): number {
  return content instanceof Blob ? content.size : content.length;
}

/** A stretch of content that can be read again. Nothing is copied. */
export function sliceOf(content: Replayable, start: number, end: number): Replayable {
  return content instanceof Blob ? content.slice(start, end) : content.subarray(start, end);
}

function readerOfStream(stream: ReadableStream<unknown>): ChunkReader {
  if (stream.locked) {
    const message = "the stream to be written is being read by someone else: give one that is not";
    throw new InvalidRequestError(message, { field: "source" });
  }
  const reader = stream.getReader();
  return {
    async read() {
      const { done, value } = await reader.read();
      return done ? undefined : bytesOfChunk(value);
    },
    cancel: (reason) => reader.cancel(reason),
  };
}

type Chunks = AsyncIterable<unknown> & { readonly destroy?: unknown };

function readerOfChunks(source: Chunks): ChunkReader {
  const chunks = source[Symbol.asyncIterator]();
  if (!hasMethod(chunks, "next")) throw invalid("source", source, "an async iterable of bytes");
  return {
    async read() {
      const { done, value } = await chunks.next();
      return done === true ? undefined : bytesOfChunk(value);
    },
    async cancel() {
      // A stream of Node's that waits for bytes would let itself be closed only once some come.
      if (typeof source.destroy === "function") source.destroy();
      else await chunks.return?.();
    },
  };
}

function asBytes(value: unknown): Uint8Array | undefined {
  if (typeof value === "string") return new TextEncoder().encode(value);
  if (value instanceof Uint8Array) return value;
  if (value instanceof ArrayBuffer) return new Uint8Array(value);
  if (!ArrayBuffer.isView(value)) return undefined;
  return new Uint8Array(value.buffer, value.byteOffset, value.byteLength);
}

function hasMethod(value: unknown, name: string | symbol): boolean {
  if (typeof value !== "object" || value === null) return false;
  return typeof (value as Record<string | symbol, unknown>)[name] === "function";
}

function invalid(
  field: string,
  given: unknown,
  wanted: string,
  what = "what is to be written",
): InvalidRequestError {
  const isMissing = given === undefined || given === null;
  const kind = isMissing ? String(given) : `of type ${typeof given}`;
  return new InvalidRequestError(`${what} is ${kind}: give ${wanted}`, { field });
}
