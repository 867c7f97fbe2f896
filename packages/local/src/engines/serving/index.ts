export type { ConfigInput, EntityInput, ModelInput } from "./config-input.js";
export { metricsOf, openApiOf } from "./endpoint-documents.js";
export { EndpointEngine, type CreateEndpoint } from "./endpoint-engine.js";
export { EndpointQueries, type AnsweredQuestion, type Question } from "./endpoint-queries.js";
export type { EndpointDetails, EndpointState, EndpointSummary } from "./endpoint-view.js";
export {
  callExternalFunction,
  type ExternalFunctionCall,
  type ExternalFunctionHandler,
  type ExternalFunctionHandlers,
  type ExternalFunctionReply,
} from "./external-functions.js";
export {
  replyScripts,
  Responder,
  taskOfQuery,
  type PlayedScripts,
  type ReplyScript,
  type ReplyScripts,
  type ServingAnswer,
  type ServingHandler,
  type ServingQuery,
  type ServingReply,
  type ServingTask,
} from "./replies/index.js";
