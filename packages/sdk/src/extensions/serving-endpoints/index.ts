export type { Fetch } from "./authenticated-fetch.js";
export type { ExternalRequest } from "./external-function.js";
export type { OpenAiOptions } from "./open-ai-options.js";
export type { QueryStreamOptions } from "./open-query-stream.js";
export type {
  QueryEndpointChunk,
  QueryEndpointChunkChoice,
  QueryEndpointChunkDelta,
} from "./query-chunk.js";
export type { QueryStream } from "./query-stream.js";
export { ServingEndpoints } from "./serving-endpoints.js";
export { ServingEndpointsDataPlane } from "./serving-endpoints-data-plane.js";
