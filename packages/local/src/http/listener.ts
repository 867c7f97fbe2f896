import { createServer, type RequestListener, type Server } from "node:http";
import type { AddressInfo } from "node:net";

/** A server that listens. */
export interface Listener {
  readonly port: number;
  /** Ends all connections, those in use included. */
  close(): Promise<void>;
}

/**
 * Listens for requests.
 *
 * @param hostname address to bind to
 * @param port 0 for any that is free
 * @throws Error with a clear message when the port is taken or not allowed
 */
export function listen(
  handler: RequestListener,
  hostname: string,
  port: number,
): Promise<Listener> {
  // Why: clients that keep connections must not meet one that is being closed.
  const server = createServer({ keepAliveTimeout: 65_000, requestTimeout: 0 }, handler);
  server.headersTimeout = 66_000;
  return new Promise((resolve, reject) => {
    server.once("error", (error: NodeJS.ErrnoException) => reject(explain(error, hostname, port)));
    server.listen(port, hostname, () => {
      const address = server.address() as AddressInfo;
      resolve({ port: address.port, close: () => close(server) });
    });
  });
}

function close(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
}

function explain(error: NodeJS.ErrnoException, hostname: string, port: number): Error {
  const where = `${hostname}:${port}`;
  const reasons: Readonly<Record<string, string>> = {
    EADDRINUSE: `${where} is in use by another program; choose another port, or 0 for a free one`,
    EACCES: `${where} may not be used by this user; choose a port above 1023`,
    EADDRNOTAVAIL: `${hostname} is not an address of this machine`,
  };
  return new Error(reasons[error.code ?? ""] ?? `cannot listen on ${where}: ${error.message}`, {
    cause: error,
  });
}
