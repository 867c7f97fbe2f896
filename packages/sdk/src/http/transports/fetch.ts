import type { Transport } from "../types.js";
import { lazyTransport } from "./lazy-transport.js";

/** How {@link fetchTransport} sends. */
export interface FetchTransportOptions {
  /** Milliseconds of silence after which an exchange fails; 0: never. Default: 60,000. */
  readonly inactivityTimeout?: number | undefined;
}

/**
 * Sends requests with `fetch`: the transport for browsers, Deno, Bun and workers. Proxies,
 * certificates and content codings are the platform's business. A request body that is a stream
 * needs a platform that can stream requests.
 *
 * @param send Default: the global `fetch`, as it is when a request is sent.
 */
export function fetchTransport(
  send?: typeof globalThis.fetch,
  options: FetchTransportOptions = {},
): Transport {
  return lazyTransport(async () => (await import("./fetch-sender.js")).fetchSender(send, options));
}
