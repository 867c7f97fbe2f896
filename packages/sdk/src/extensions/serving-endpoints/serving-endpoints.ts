import type { CallOptions, RawResponse } from "../../api-client/index.js";
import { requireFields, requireOptions } from "../../errors/index.js";
import { lazy } from "../../internal/index.js";
import { type QueryEndpointInput, ServingEndpointsAPI } from "../../services/serving/index.gen.js";
import { type ExternalRequest, externalFunctionCall } from "./external-function.js";
import type { OpenAiOptions } from "./open-ai-options.js";
import type { QueryStreamOptions } from "./open-query-stream.js";
import type { QueryEndpointChunk } from "./query-chunk.js";
import type { QueryStream } from "./query-stream.js";

const streams = lazy(() => import("./open-query-stream.js"));
const openAi = lazy(() => import("./open-ai-options.js"));

/**
 * {@link ServingEndpointsAPI} with answers that stream, and a way in for the package `openai`.
 *
 * All of it goes through the workspace. A route-optimized endpoint has an address of its own, which
 * takes OAuth alone: `servingEndpointsDataPlane` has the same `query` and `queryStream` for it. None
 * is sent there unasked, as each client would have to look up each endpoint and exchange a token
 * first, also for the many that are served here alone.
 */
export class ServingEndpoints extends ServingEndpointsAPI {
  /**
   * Queries an endpoint and reads its answer while it is being written:
   * `for await (const { choices } of await w.servingEndpoints.queryStream({ name, messages }))`.
   * Of a chat each piece is a {@link QueryEndpointChunk}; say so where an endpoint sends others.
   * Throws an {@link InvalidResponseError} when the endpoint does not stream.
   *
   * @see https://docs.databricks.com/api/workspace/servingendpoints/query
   */
  async queryStream<Chunk = QueryEndpointChunk>(
    request: QueryEndpointInput,
    options: QueryStreamOptions = {},
  ): Promise<QueryStream<Chunk>> {
    requireFields("servingEndpoints.queryStream", request, "name");
    requireOptions("servingEndpoints.queryStream", options);
    const { openQueryStream, queryStreamed } = await streams();
    return openQueryStream(request, options, this.api.runtime.clock, (query, call) =>
      this.api.call(queryStreamed, query, call),
    );
  }

  /**
   * Sends a request to a service behind a connection, with the connection's credentials, and gives
   * the response as it comes.
   *
   * @see https://docs.databricks.com/api/workspace/servingendpoints/httprequest
   */
  override async httpRequest(
    request: ExternalRequest,
    options?: CallOptions,
  ): Promise<RawResponse> {
    requireFields("servingEndpoints.httpRequest", request, "connection_name", "method", "path");
    return this.api.request(externalFunctionCall(request), options);
  }

  /**
   * What `new OpenAI(await w.servingEndpoints.openAiOptions())` needs to query the endpoints of this
   * workspace, whose names are the models: its requests carry this client's credentials, refreshed
   * when they are due, and no other host ever sees these. `openai` repeats failed requests itself.
   * Any version from 4 on will do; where this is not called, it need not be installed.
   */
  async openAiOptions(): Promise<OpenAiOptions> {
    const { openAiOptions } = await openAi();
    return openAiOptions(this.api);
  }
}
