import type { Transport } from "../types.js";
import { lazyTransport } from "./lazy-transport.js";
import type { NodeTransportOptions } from "./options.js";

/**
 * Sends requests with `node:http` and `node:https` over connections that are kept open. TLS is
 * verified, proxies come from the environment, and after `inactivityTimeout` of silence an exchange
 * fails with a `TimeoutError`; time during which the caller gives or takes no bytes does not count.
 *
 * A kept connection that the server closed just when it was needed again is replaced once, without
 * an attempt being counted; not for a POST or PATCH, nor for a stream, which are sent once.
 */
export function nodeTransport(options: NodeTransportOptions = {}): Transport {
  return lazyTransport(async () => (await import("./node-sender.js")).nodeSender(options));
}
