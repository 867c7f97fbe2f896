import { createServer, type IncomingHttpHeaders, type ServerResponse } from "node:http";
import {
  type AddressInfo,
  connect,
  createServer as createTcpServer,
  type Server,
  type Socket,
} from "node:net";

/** One request as a {@link RawServer} got it. */
export interface Received {
  readonly method: string;
  /** With its query. */
  readonly target: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

/** A server that does what the local workspace would not. */
export interface RawServer extends AsyncDisposable {
  readonly host: string;
  /** All requests but those for the host's metadata, which it has none of. */
  readonly received: readonly Received[];
  readonly connections: ConnectionCount;
}

/** Connections of a server. */
export interface ConnectionCount {
  /** Now. */
  readonly open: number;
  /** Since the beginning. */
  readonly total: number;
}

/** Starts a server whose every answer is up to `answer`; nothing need ever be answered. */
export async function serve(
  answer: (response: ServerResponse, request: Received) => void,
): Promise<RawServer> {
  const received: Received[] = [];
  const server = createServer(async (message, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of message as AsyncIterable<Buffer>) chunks.push(chunk);
    const { method = "", url: target = "", headers } = message;
    if (target === "/.well-known/databricks-config") {
      response.writeHead(404).end();
      return;
    }
    const request = { method, target, headers, body: Buffer.concat(chunks).toString() };
    received.push(request);
    answer(response, request);
  });
  return { ...(await listening(server)), received };
}

/** Starts a relay in front of a server, which counts the connections that clients make to it. */
export async function relayTo(host: string): Promise<Omit<RawServer, "received">> {
  const { hostname, port } = new URL(host);
  return listening(
    createTcpServer((client) => {
      const server = connect(Number(port), hostname);
      const end = (): void => {
        client.destroy();
        server.destroy();
      };
      client.on("error", end).on("close", end).pipe(server);
      server.on("error", end).on("close", end).pipe(client);
    }),
  );
}

/** Answers with JSON; text is sent as it is. */
export function json(response: ServerResponse, body: unknown, status = 200): void {
  response.writeHead(status, { "content-type": "application/json" });
  response.end(typeof body === "string" ? body : JSON.stringify(body));
}

async function listening(server: Server): Promise<Omit<RawServer, "received">> {
  const sockets = new Set<Socket>();
  let total = 0;
  server.on("connection", (socket: Socket) => {
    total += 1;
    sockets.add(socket);
    socket.on("close", () => sockets.delete(socket));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return {
    host: `http://127.0.0.1:${port}`,
    connections: {
      get open() {
        return sockets.size;
      },
      get total() {
        return total;
      },
    },
    async [Symbol.asyncDispose]() {
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
