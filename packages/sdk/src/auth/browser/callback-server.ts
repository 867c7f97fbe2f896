import type { IncomingMessage, Server, ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { ConfigError } from "../../errors/index.js";
import { builtin } from "../../internal/index.js";
import { type CallbackPage, missingPage } from "./callback-page.js";

/** What the browser brought back. */
export interface Callback {
  readonly parameters: URLSearchParams;
  /** Shows the user how it went. */
  answer(page: CallbackPage): Promise<void>;
}

/** A server on this machine that waits for one callback. */
export interface CallbackServer {
  readonly port: number;
  /** Resolves with the first request to the callback's path. Rejects with the signal's reason. */
  callback(signal?: AbortSignal): Promise<Callback>;
  /** Stops at once. */
  close(): Promise<void>;
}

/**
 * Listens on the first port that is free, on this machine's loopback address only
 * ([RFC 8252 §7.3](https://www.rfc-editor.org/rfc/rfc8252#section-7.3)).
 * Throws a {@link ConfigError} when all are taken, or the platform has no servers.
 *
 * @param path Where the browser is sent back to, e.g. `/`.
 */
export async function listenForCallback(
  ports: readonly number[],
  path: string,
): Promise<CallbackServer> {
  const http = builtin("node:http");
  if (http === undefined) {
    throw new ConfigError("signing in with a browser needs Node, Deno or Bun: it runs a server");
  }
  for (const port of ports) {
    const server = http.createServer();
    if (await listens(server, port)) return serve(server, path);
  }
  const [first = 0] = ports;
  const taken =
    ports.length === 1 ? `port ${first} is taken` : `ports ${first} to ${ports.at(-1)} are taken`;
  throw new ConfigError(
    `${taken}, so the browser can't come back from signing in: ` +
      "end what uses it, or set oauthCallbackPort (DATABRICKS_OAUTH_CALLBACK_PORT)",
    { attribute: "oauthCallbackPort" },
  );
}

function listens(server: Server, port: number): Promise<boolean> {
  return new Promise((resolve) => {
    server.once("error", () => resolve(false));
    server.listen(port, "127.0.0.1", () => resolve(true));
  });
}

function serve(server: Server, path: string): CallbackServer {
  let deliver: ((callback: Callback) => void) | undefined;
  const first = new Promise<Callback>((resolve) => {
    deliver = resolve;
  });
  server.on("request", (request: IncomingMessage, response: ServerResponse) => {
    const url = addressOf(request);
    const answer = (page: CallbackPage): Promise<void> => send(response, page);
    const isCallback = request.method === "GET" && url?.pathname === path && url.search !== "";
    if (!isCallback || deliver === undefined) {
      void answer(missingPage());
      return;
    }
    deliver({ parameters: url.searchParams, answer });
    deliver = undefined;
  });
  return {
    port: (server.address() as AddressInfo).port,
    callback: (signal) => orAborted(first, signal),
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

/** What was asked for; `undefined` for what is no address, as any page can make a browser ask. */
function addressOf({ url = "/" }: IncomingMessage): URL | undefined {
  const address = `http://localhost${url}`;
  return URL.canParse(address) ? new URL(address) : undefined;
}

function send(response: ServerResponse, { status, headers, body }: CallbackPage): Promise<void> {
  return new Promise((resolve) => {
    // A browser that has gone away is no failure of the login.
    response.once("close", resolve);
    response.writeHead(status, headers).end(body);
  });
}

function orAborted<T>(work: Promise<T>, signal: AbortSignal | undefined): Promise<T> {
  if (signal === undefined) return work;
  return new Promise((resolve, reject) => {
    const onAbort = (): void => reject(signal.reason as Error);
    if (signal.aborted) return onAbort();
    signal.addEventListener("abort", onAbort, { once: true });
    work.then(resolve, reject).finally(() => signal.removeEventListener("abort", onAbort));
  });
}
