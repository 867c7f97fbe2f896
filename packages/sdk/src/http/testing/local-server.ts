import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import { createServer as createSecureServer } from "node:https";
import type { AddressInfo, Socket } from "node:net";

/** A request as a {@link LocalServer} saw it. */
export interface SeenRequest {
  readonly method: string;
  readonly url: string;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: string;
}

/** Answers a request whose body has been read. */
export type Handler = (
  request: SeenRequest,
  response: ServerResponse,
  message: IncomingMessage,
) => void | Promise<void>;

/** A server of `node:http` on this machine that notes what it sees. */
export interface LocalServer {
  readonly url: string;
  readonly port: number;
  readonly seen: SeenRequest[];
  readonly server: Server;
  /** Connections accepted so far. */
  readonly accepted: () => number;
  /** Connections open now. */
  readonly open: () => readonly Socket[];
  close(): Promise<void>;
}

/** Starts a server; with a key pair, one that speaks TLS. */
export async function startServer(
  handler: Handler,
  tls?: { readonly cert: string; readonly key: string },
): Promise<LocalServer> {
  const seen: SeenRequest[] = [];
  const sockets = new Set<Socket>();
  let accepted = 0;
  const onRequest = async (message: IncomingMessage, response: ServerResponse): Promise<void> => {
    const chunks: Buffer[] = [];
    try {
      for await (const chunk of message) chunks.push(chunk as Buffer);
    } catch {
      return; // the client went away
    }
    const { method = "", url = "", headers } = message;
    const request = { method, url, headers, body: Buffer.concat(chunks).toString("utf8") };
    seen.push(request);
    await handler(request, response, message);
  };
  const listener = (message: IncomingMessage, response: ServerResponse): void =>
    void onRequest(message, response);
  const server = tls === undefined ? createServer(listener) : createSecureServer(tls, listener);
  server.on("connection", (socket: Socket) => {
    accepted++;
    sockets.add(socket);
    socket.on("error", () => undefined);
    socket.on("close", () => sockets.delete(socket));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `${tls === undefined ? "http" : "https"}://127.0.0.1:${port}`,
    port,
    seen,
    server,
    accepted: () => accepted,
    open: () => [...sockets],
    async close() {
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

/** Answers with JSON. */
export function json(response: ServerResponse, body: unknown, status = 200): void {
  response.writeHead(status, { "content-type": "application/json" });
  response.end(typeof body === "string" ? body : JSON.stringify(body));
}
