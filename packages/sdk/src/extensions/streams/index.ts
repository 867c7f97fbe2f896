export { chunksOf } from "./chunks-of.js";
export { type ServerSentEvent, ServerSentEventParser } from "./server-sent-events.js";
