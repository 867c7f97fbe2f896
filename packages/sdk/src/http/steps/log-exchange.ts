import {
  type Exchange,
  formatExchange,
  type FormatOptions,
  type Logger,
} from "../../logging/index.js";
import type { CallBody, CallRequest, Next, Reply } from "../pipeline.js";

/** Sends a request on, and writes one debug message on it and what came of it. */
export async function logExchange(
  request: CallRequest,
  next: Next,
  logger: Logger,
  options: FormatOptions,
): Promise<Reply> {
  const write = (outcome: Outcome): void =>
    logger.debug(formatExchange(exchangeOf(request, outcome), options));
  let reply: Reply;
  try {
    reply = await next(request);
  } catch (error) {
    write({ error });
    throw error;
  }
  write(reply);
  return reply;
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
