import { lazy } from "../../internal/index.js";
import type { Transport } from "../types.js";

/**
 * A transport whose code is loaded by its first request: a program carries several, and sends with
 * one of them at most.
 */
export function lazyTransport(load: () => Promise<Transport>): Transport {
  let begun = false;
  const transport = lazy(load);
  return {
    send(request) {
      begun = true;
      const ready = transport();
      return ready instanceof Promise ? ready.then((it) => it.send(request)) : ready.send(request);
    },
    async close() {
      if (begun) await (await transport()).close?.();
    },
  };
}
