export { type Exchange, formatExchange, type FormatOptions } from "./format-exchange.js";
export type { LoggedBody } from "./format-body.js";
export { consoleLogger, type Logger, type LogLevel } from "./logger.js";
export { redactHeaders } from "./redact-headers.js";
export { redactUrl } from "../internal/index.js";
