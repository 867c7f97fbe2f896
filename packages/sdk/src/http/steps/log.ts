import { formatExchange, type FormatOptions, type Logger } from "../../logging/index.js";
import type { CallBody, CallRequest, Reply, Step } from "../pipeline.js";

/** Writes one debug message per exchange. Left out of the pipeline when there is no logger. */
export function log(logger: Logger, options: FormatOptions): Step {
  const write = (request: CallRequest, reply: Partial<Reply> & { error?: unknown }): void => {
    const exchange = {
      method: request.method,
      url: request.url,
      requestHeaders: request.headers,
      requestBody: loggedBody(request.body),
      status: reply.status,
      statusText: reply.statusText,
      responseHeaders: reply.headers,
      responseBody: reply.stream ?? reply.text,
      error: reply.error,
    };
    logger.debug(formatExchange(exchange, options));
  };
  return {
    name: "log",
    async send(request, next) {
      let reply: Reply;
      try {
        reply = await next(request);
      } catch (error) {
        write(request, { error });
        throw error;
      }
      write(request, reply);
      return reply;
    },
  };
}

/** Bytes are not shown, whatever holds them. */
function loggedBody(body: CallBody | undefined): string | Uint8Array | undefined {
  if (body === undefined || typeof body === "string") return body;
  return body instanceof Uint8Array ? body : new Uint8Array();
}
