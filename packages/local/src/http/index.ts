export { Application } from "./application.js";
export type { Credential } from "./authenticate.js";
export { Reply, type Answer, type Principal, type RequestContext } from "./context.js";
export { HandlerTable, type Handler, type HandlerSet, type WrapHandler } from "./handler-table.js";
export { listen, type Listener } from "./listener.js";
export type { Operation } from "./operation.js";
export type { Ports, Site, WorkspaceSite } from "./ports.js";
export type { RawRequest, RawRoute } from "./raw-route.js";
export { storageErrorReply } from "./storage-error-body.js";
