/** What a query wants. */
export type ServingTask = "chat" | "completions" | "embeddings" | "predictions" | "responses";

/** A query of a serving endpoint. */
export interface ServingQuery {
  /** The endpoint's name. */
  readonly endpoint: string;
  /** The name of the entity that the endpoint chose. */
  readonly entity: string;
  readonly task: ServingTask;
  /** As it was sent. */
  readonly body: Readonly<Record<string, unknown>>;
  /** Whether the reply is wanted in parts, as they come. */
  readonly stream: boolean;
  readonly userName: string;
  /** Aborts when the client is gone or the server closes. */
  readonly signal: AbortSignal;
}

/**
 * A reply to a query:
 *
 * - text: what the model says, around which the usual answer is put; in a stream it comes word by word;
 * - text in parts: the same, part by part as they come. What is no text is sent as it is, as a chunk;
 * - an object: the whole answer, which is not streamed;
 * - a `Response`, as of `fetch`: sent on as it is, with its status.
 */
export type ServingReply = AsyncIterable<object | string> | Response | object | string;

/** Answers queries in place of a model. What it throws is answered with 500, as its fault. */
export type ServingHandler = (query: ServingQuery) => Promise<ServingReply> | ServingReply;
