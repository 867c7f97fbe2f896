import { type Handler, type LocalServer, startServer } from "../../http/testing/local-server.js";
import { FakeClock } from "../../http/testing/fake-clock.js";
import { systemClock } from "../../internal/index.js";
import { ApiClient } from "../api-client.js";
import type { ClientOptions } from "../client-options.js";

/** A client of a server on this machine; its waits pass at once and hold no chance. */
export interface Served {
  readonly client: ApiClient;
  readonly server: LocalServer;
  readonly clock: FakeClock;
  close(): Promise<void>;
}

/** Starts a server and a client for it. Requests for host metadata are answered with 404, unseen. */
export async function serve(
  handler: Handler,
  options: ClientOptions = {},
  clock: FakeClock = new FakeClock(),
): Promise<Served> {
  const server = await startServer((request, response, message) => {
    if (request.url !== "/.well-known/databricks-config") {
      return handler(request, response, message);
    }
    server.seen.splice(server.seen.indexOf(request), 1);
    response.writeHead(404).end();
    return undefined;
  });
  const client = new ApiClient({
    host: server.url,
    token: "secret-token",
    env: {},
    clock,
    random: () => 0,
    ...options,
  });
  // Out of the way, and of the fake clock, of what is tested.
  await client.config.ready({ transport: client.runtime.transport, clock: systemClock });
  return {
    client,
    server,
    clock,
    async close() {
      await client.close();
      await server.close();
    },
  };
}
