export { callTimedOut } from "./call-timed-out.js";
export {
  type Channels,
  eventChannels,
  type RequestEvent,
  type ResponseEvent,
  type RetryEvent,
} from "./events.js";
export {
  type CallBody,
  type CallRequest,
  type CallRetry,
  chainSteps,
  isReplayable,
  type Next,
  type Progress,
  type Reply,
  type Sign,
  type Signature,
  type Step,
} from "./pipeline.js";
export { authenticate } from "./steps/authenticate.js";
export { check, type CheckOptions } from "./steps/check.js";
export { events } from "./steps/events.js";
export { log } from "./steps/log.js";
export { prepare } from "./steps/prepare.js";
export { rateLimit } from "./steps/rate-limit.js";
export { receive } from "./steps/receive.js";
export { redirect } from "./steps/redirect.js";
export { userAgentStep } from "./steps/user-agent.js";
export { defaultTransport } from "./transports/default.js";
export { fetchTransport } from "./transports/fetch.js";
export { nodeTransport } from "./transports/node.js";
export type { NodeTransportOptions } from "./transports/options.js";
export type { HttpBody, HttpMethod, HttpRequest, HttpResponse, Transport } from "./types.js";
