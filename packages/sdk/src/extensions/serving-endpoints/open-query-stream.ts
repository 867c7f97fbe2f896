import type { CallOptions, DataPlaneOperation, Operation } from "../../api-client/index.js";
import { InvalidRequestError, InvalidResponseError } from "../../errors/index.js";
import type { Clock } from "../../internal/index.js";
import type { QueryEndpointInput } from "../../services/serving/index.gen.js";
import { QueryStream, type StreamedAnswer } from "./query-stream.js";

/** How `queryStream` reads. The `timeout` of a call holds until the last piece was read. */
export interface QueryStreamOptions extends CallOptions {
  /**
   * Milliseconds without a byte, while a piece is waited for, after which reading fails. Default: the
   * client's `httpTimeoutSeconds`, which is also the longest that can be had.
   */
  readonly stallTimeout?: number | undefined;
}

const streamed = {
  verb: "POST",
  body: "*",
  accept: "text/event-stream",
  stream: "contents",
  responseHeaders: {
    "content-type": "string",
    "served-model-name": "string",
    "x-request-id": "string",
  },
} as const;

/** The query of an endpoint, answered as a stream. */
export const queryStreamed: Operation = {
  ...streamed,
  path: "/serving-endpoints/{name}/invocations",
};

/** The same at the endpoint's own address. */
export const dataPlaneQueryStreamed: DataPlaneOperation = {
  ...streamed,
  lookup: ["name"],
  info: ["data_plane_info", "query_info"],
  url: "endpoint_url",
  authorization: "authorization_details",
};

/**
 * Asks an endpoint for a stream by means of `send`.
 * Throws an {@link InvalidResponseError} when it answers with one document instead, and an
 * {@link InvalidRequestError} for a `stallTimeout` that makes no sense.
 */
export async function openQueryStream<Chunk>(
  request: QueryEndpointInput,
  { stallTimeout, ...options }: QueryStreamOptions,
  clock: Clock,
  send: (request: QueryEndpointInput, options: CallOptions) => Promise<StreamedAnswer>,
): Promise<QueryStream<Chunk>> {
  if (stallTimeout !== undefined && !(stallTimeout > 0)) {
    const message = `the option stallTimeout is ${stallTimeout}: give milliseconds, more than 0`;
    throw new InvalidRequestError(message, { field: "stallTimeout" });
  }
  const answer = await send({ ...request, stream: true }, options);
  const path = `/serving-endpoints/${encodeURIComponent(request.name)}/invocations`;
  if (answer["content-type"]?.startsWith("application/json") === true) {
    await answer.contents.cancel();
    throw new InvalidResponseError(
      `POST ${path}: the endpoint answers with one JSON document, as it does not stream: use query`,
    );
  }
  return new QueryStream(answer, { path, clock, stallTimeout, signal: options.signal });
}
