export { handlerFault, noReply } from "./handler-fault.js";
export {
  replyScripts,
  type PlayedScripts,
  type ReplyScript,
  type ReplyScripts,
} from "./reply-scripts.js";
export { Responder, type ResponderOptions, type ServingAnswer } from "./responder.js";
export type { ServingHandler, ServingQuery, ServingReply, ServingTask } from "./serving-handler.js";
export { taskOfQuery } from "./task-of-query.js";
