import { lazy } from "../../internal/index.js";
import type { Exchange, FormatOptions, Logger } from "../../logging/index.js";
import type { CallBody, CallRequest, Reply, Step } from "../pipeline.js";

const formatting = lazy(() => import("../../logging/index.js"));

/** Writes one debug message per exchange. Left out of the pipeline when there is no logger. */
export function log(logger: Logger, options: FormatOptions): Step {
  return {
    name: "log",
    async send(request, next) {
      const { formatExchange } = await formatting();
      const write = (reply: Outcome): void =>
        logger.debug(formatExchange(exchangeOf(request, reply), options));
      let reply: Reply;
      try {
        reply = await next(request);
      } catch (error) {
        write({ error });
        throw error;
      }
      write(reply);
      return reply;
    },
  };
}

type Outcome = Partial<Reply> & { readonly error?: unknown };

function exchangeOf(request: CallRequest, reply: Outcome): Exchange {
  return {
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
}

/** Bytes are not shown, whatever holds them. */
function loggedBody(body: CallBody | undefined): string | Uint8Array | undefined {
  if (body === undefined || typeof body === "string") return body;
  return body instanceof Uint8Array ? body : new Uint8Array();
}
