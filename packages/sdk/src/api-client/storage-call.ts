import type { HttpResponse } from "../http/index.js";
import { type FormatOptions, formatExchange } from "../logging/index.js";
import type { ClientRuntime } from "./client-options.js";
import type { StorageRequest } from "./storage-request.js";

/** What a {@link StorageRequest} is sent with. */
export interface StorageCallOptions {
  readonly userAgent: string;
  readonly signal: AbortSignal | undefined;
  readonly log: FormatOptions;
}

/**
 * Sends a request to storage: none of the client's credentials go with it, and its address, which
 * is a permission in itself, is logged without its signature.
 */
export async function sendToStorage(
  request: StorageRequest,
  { transport, logger }: ClientRuntime,
  { userAgent, signal, log }: StorageCallOptions,
): Promise<HttpResponse> {
  const { method, url, body } = request;
  const headers = { "user-agent": userAgent, ...request.headers };
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
    const response = await transport.send({ method, url, headers, body, signal });
    write(response);
    return response;
  } catch (error) {
    write({ error });
    throw error;
  }
}
