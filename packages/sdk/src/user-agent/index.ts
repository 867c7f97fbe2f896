export { withPartner, withProduct, withUserAgentExtra } from "./process-wide.js";
export { detectOs, detectRuntime, type Runtime } from "./runtime.js";
export type { Environment } from "./detect.js";
export { userAgent, type UserAgentExtra, type UserAgentParts } from "./user-agent.js";
