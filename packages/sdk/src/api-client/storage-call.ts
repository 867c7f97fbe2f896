import type { HttpResponse } from "../http/index.js";
import { type FormatOptions, formatExchange } from "../logging/index.js";
import type { ClientRuntime } from "./client-options.js";
import type { StorageRequest } from "./storage-request.js";
import type { CallContext } from "./with-limits.js";

/** What a {@link StorageRequest} is sent with. */
export interface StorageCallOptions {
  readonly userAgent: string;
  readonly signal: CallContext["signal"];
  readonly hold: CallContext["hold"] | undefined;
  readonly log: FormatOptions;
}

/** What is never meant for storage, wherever it came from. */
const kept = /^(authorization|proxy-authorization|cookie|x-databricks-.*)$/i;

/**
 * Sends a request to storage: none of the client's credentials go with it, and its address, which
 * is a permission in itself, is logged without its signature.
 */
export async function sendToStorage(
  request: StorageRequest,
  { transport, logger }: ClientRuntime,
  { userAgent, signal, hold, log }: StorageCallOptions,
): Promise<HttpResponse> {
  const { method, url, body, stallTimeout: inactivityTimeout } = request;
  const own = Object.entries(request.headers).filter(([name]) => !kept.test(name));
  const headers = { "user-agent": userAgent, ...Object.fromEntries(own) };
  const write = (outcome: Partial<HttpResponse> & { readonly error?: unknown }): void =>
    logger?.debug(
      formatExchange(
        {
          method,
          url,
          requestHeaders: headers,
          requestBody: body === undefined ? undefined : new Uint8Array(),
          status: outcome.status,
          statusText: outcome.statusText,
          responseHeaders: outcome.headers,
          error: outcome.error,
        },
        log,
      ),
    );
  try {
    const response = await transport.send({
      method,
      url,
      headers,
      body,
      signal,
      inactivityTimeout,
    });
    write(response);
    return hold === undefined ? response : whileHeld(response, hold);
  } catch (error) {
    write({ error });
    throw error;
  }
}

/** The same response, for whose body the call's time limit holds too. */
function whileHeld(response: HttpResponse, hold: NonNullable<CallContext["hold"]>): HttpResponse {
  const { status, statusText, headers } = response;
  const stream = hold(response.stream());
  return {
    status,
    statusText,
    headers,
    text: () => new Response(stream).text(),
    stream: () => stream,
    discard: () => stream.cancel(),
  };
}
