import { requireFields, requireOptions } from "../../errors/index.js";
import { lazy } from "../../internal/index.js";
import {
  type QueryEndpointInput,
  ServingEndpointsAPI,
  ServingEndpointsDataPlaneAPI,
} from "../../services/serving/index.gen.js";
import type { QueryStreamOptions } from "./open-query-stream.js";
import type { QueryEndpointChunk } from "./query-chunk.js";
import type { QueryStream } from "./query-stream.js";

const streams = lazy(() => import("./open-query-stream.js"));

/**
 * {@link ServingEndpointsDataPlaneAPI}, which goes straight to route-optimized endpoints with tokens
 * of their own, with answers that stream.
 */
export class ServingEndpointsDataPlane extends ServingEndpointsDataPlaneAPI {
  /**
   * Queries a route-optimized endpoint and reads its answer while it is being written; otherwise the
   * same as `servingEndpoints.queryStream`.
   *
   * @see https://docs.databricks.com/api/workspace/servingendpointsdataplane/query
   */
  async queryStream<Chunk = QueryEndpointChunk>(
    request: QueryEndpointInput,
    options: QueryStreamOptions = {},
  ): Promise<QueryStream<Chunk>> {
    requireFields("servingEndpointsDataPlane.queryStream", request, "name");
    requireOptions("servingEndpointsDataPlane.queryStream", options);
    const { openQueryStream, dataPlaneQueryStreamed } = await streams();
    const { name } = request;
    const endpoints = new ServingEndpointsAPI(this.api);
    return openQueryStream(request, options, this.api.runtime.clock, (query, call) =>
      this.api.dataPlane(
        dataPlaneQueryStreamed,
        query,
        (lookupOptions) => endpoints.get({ name }, lookupOptions),
        call,
      ),
    );
  }
}
