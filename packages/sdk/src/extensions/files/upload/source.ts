import { InvalidRequestError } from "../../../errors/index.js";

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
  if (typeof source === "string") return new TextEncoder().encode(source);
  if (source instanceof Uint8Array || source instanceof Blob) return source;
  if (source instanceof ArrayBuffer) return new Uint8Array(source);
  if (ArrayBuffer.isView(source)) {
    return new Uint8Array(source.buffer, source.byteOffset, source.byteLength);
  }
  if (source instanceof ReadableStream) return readerOfStream(source);
  if (typeof source === "object" && source !== null && Symbol.asyncIterator in source) {
    return readerOfChunks(source as AsyncIterable<unknown>);
  }
  throw invalid("give text, bytes, a Blob, or a stream of bytes");
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
  if (stream.locked) throw invalid("the stream is being read by someone else");
  const reader = stream.getReader();
  return {
    async read() {
      const { done, value } = await reader.read();
      return done ? undefined : toBytes(value);
    },
    cancel: (reason) => reader.cancel(reason),
  };
}

function readerOfChunks(source: AsyncIterable<unknown> & { destroy?: unknown }): ChunkReader {
  const chunks = source[Symbol.asyncIterator]();
  return {
    async read() {
      const { done, value } = await chunks.next();
      return done === true ? undefined : toBytes(value);
    },
    async cancel() {
      // A stream of Node's that waits for bytes would let itself be closed only once some come.
      if (typeof source.destroy === "function") source.destroy();
      else await chunks.return?.();
    },
  };
}

function toBytes(chunk: unknown): Uint8Array {
  if (chunk instanceof Uint8Array) return chunk;
  if (typeof chunk === "string") return new TextEncoder().encode(chunk);
  throw invalid(`its chunks are of type ${typeof chunk}, not bytes or text`);
}

function invalid(problem: string): InvalidRequestError {
  return new InvalidRequestError(`the source of an upload can't be read: ${problem}`, {
    field: "source",
  });
}
