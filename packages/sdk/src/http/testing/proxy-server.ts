import { createServer, type IncomingMessage, request } from "node:http";
import { type AddressInfo, connect, type Socket } from "node:net";

/** A forward proxy on this machine that resolves every name to 127.0.0.1. */
export interface ProxyServer {
  readonly port: number;
  /** `METHOD target` of every request, e.g. `CONNECT workspace.test:443`. */
  readonly seen: string[];
  /** The credentials of every request. */
  readonly credentials: (string | undefined)[];
  close(): Promise<void>;
}

/** Starts a proxy that answers with `refuse`, if given, instead of forwarding. */
export async function startProxy(refuse?: string): Promise<ProxyServer> {
  const seen: string[] = [];
  const credentials: (string | undefined)[] = [];
  const sockets = new Set<Socket>();
  const note = (message: IncomingMessage): void => {
    seen.push(`${message.method} ${message.url}`);
    credentials.push(message.headers["proxy-authorization"]);
  };
  const server = createServer((message, response) => {
    note(message);
    const { port, pathname, search } = new URL(message.url ?? "");
    const { "proxy-authorization": _dropped, ...headers } = message.headers;
    const options = { host: "127.0.0.1", port, path: pathname + search, method: message.method };
    const forwarded = request({ ...options, headers }, (answer) => {
      response.writeHead(answer.statusCode ?? 0, answer.headers);
      answer.pipe(response);
    });
    message.pipe(forwarded);
  });
  server.on("connect", (message: IncomingMessage, client: Socket) => {
    note(message);
    if (refuse !== undefined) {
      client.end(`HTTP/1.1 ${refuse}\r\n\r\n`);
      return;
    }
    const upstream = connect(Number(message.url?.split(":").at(-1)), "127.0.0.1", () => {
      client.write("HTTP/1.1 200 OK\r\n\r\n");
      upstream.pipe(client).pipe(upstream);
    });
    sockets.add(upstream);
    upstream.on("error", () => client.destroy());
    client.on("error", () => upstream.destroy());
  });
  server.on("connection", (socket: Socket) => void sockets.add(socket));
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    port: (server.address() as AddressInfo).port,
    seen,
    credentials,
    async close() {
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
