import { DatabricksError, InvalidResponseError, TimeoutError } from "../../errors/index.js";
import { type Clock, parseJson } from "../../internal/index.js";
import { type ServerSentEvent, ServerSentEventParser } from "../streams/index.js";
import { streamFailure } from "./stream-failure.js";

/** The answer of an endpoint that streams, with the headers that are asked for. */
export interface StreamedAnswer {
  readonly contents: ReadableStream<Uint8Array>;
  readonly "content-type"?: string;
  readonly "served-model-name"?: string;
  readonly "x-request-id"?: string;
}

/** What a {@link QueryStream} is read with. */
export interface QueryStreamInit {
  /** The path that was asked for. */
  readonly path: string;
  readonly clock: Clock;
  /** Milliseconds without a byte, while one is waited for, after which reading fails. */
  readonly stallTimeout?: number | undefined;
  /** Ends reading, also of pieces that have come already. */
  readonly signal?: AbortSignal | undefined;
}

/** What a stream ends with, in the form of chat completions. */
const endMark = "[DONE]";

/**
 * An answer that is being written, piece by piece, to be read once. A piece is read when it is asked
 * for. Leaving the loop ends the answer: the connection is closed, and the endpoint stops writing.
 */
export class QueryStream<Chunk> implements AsyncIterable<Chunk>, AsyncDisposable {
  /** The model that answers, where the endpoint says so. */
  readonly servedModelName: string | undefined;
  readonly #reader: ReadableStreamDefaultReader<Uint8Array>;
  readonly #requestId: string | undefined;
  readonly #init: QueryStreamInit;
  #taken = false;

  /** Made by `servingEndpoints.queryStream`. */
  constructor(answer: StreamedAnswer, init: QueryStreamInit) {
    this.servedModelName = answer["served-model-name"];
    this.#requestId = answer["x-request-id"];
    this.#reader = answer.contents.getReader();
    this.#init = init;
  }

  /**
   * The pieces. Throws the {@link ApiError} that the endpoint reports in between, a
   * {@link TimeoutError} when it falls silent, and a {@link DatabricksError} the second time.
   */
  [Symbol.asyncIterator](): AsyncGenerator<Chunk, void> {
    if (this.#taken) throw new DatabricksError("an answer that is streamed can be read once");
    this.#taken = true;
    return this.#read();
  }

  /** Ends the answer, whether or not it is being read. */
  async [Symbol.asyncDispose](): Promise<void> {
    await this.#reader.cancel().catch(() => {}); // a stream that has failed told it to who read it
  }

  async *#read(): AsyncGenerator<Chunk, void> {
    const parser = new ServerSentEventParser();
    let complete = false;
    try {
      for (;;) {
        const { done, value } = await this.#next();
        if (done) return;
        for (const event of parser.feed(value)) {
          complete = event.data.startsWith(endMark);
          if (complete) return;
          this.#init.signal?.throwIfAborted();
          yield this.#decode(event);
        }
      }
    } finally {
      if (complete) void this.#leave();
      else await this[Symbol.asyncDispose]();
    }
  }

  /** The end of the body mostly comes with the mark; once it is read, the connection can serve again. */
  async #leave(): Promise<void> {
    const rest = await this.#reader.read().catch(() => undefined);
    if (rest?.done !== true) await this[Symbol.asyncDispose]();
  }

  async #next(): Promise<ReadableStreamReadResult<Uint8Array>> {
    const { stallTimeout, clock, path } = this.#init;
    if (stallTimeout === undefined) return this.#reader.read();
    const heard = new AbortController();
    const silence = clock.sleep(stallTimeout, heard.signal).then((): never => {
      const message = `POST ${path}: the stream was silent for ${stallTimeout / 1000} s`;
      throw new TimeoutError(message, { elapsed: stallTimeout, attempts: 1 });
    });
    try {
      return await Promise.race([this.#reader.read(), silence]);
    } finally {
      heard.abort();
    }
  }

  #decode(event: ServerSentEvent): Chunk {
    const { path } = this.#init;
    const value = parsed(event.data);
    const headers = { "x-request-id": this.#requestId };
    const failure = streamFailure(event, value, { path, headers });
    if (failure !== undefined) throw failure;
    if (value !== undefined) return value as Chunk; // as the caller says that the endpoint answers
    throw new InvalidResponseError(`POST ${path}: the stream holds an event that is no JSON`);
  }
}

function parsed(text: string): unknown {
  try {
    return parseJson(text);
  } catch {
    return undefined;
  }
}
