import type { ClientRequest, IncomingMessage } from "node:http";
import type { Socket } from "node:net";
import { ConnectionError, TimeoutError } from "../../errors/index.js";
import { proxyAuthorization } from "./proxy.js";

/** Starts a request to a proxy. */
export type ProxyRequest = (options: {
  readonly method: "CONNECT";
  readonly host: string;
  readonly port: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
}) => ClientRequest;

/** What {@link openTunnel} connects. */
export interface TunnelOptions {
  readonly proxy: URL;
  /** `host:port` at the far end. */
  readonly authority: string;
  readonly request: ProxyRequest;
  /** Milliseconds of silence from the proxy; 0: no limit. */
  readonly silence: number;
}

/** Asks a proxy for a connection to a host (RFC 9110 §9.3.6). */
export function openTunnel(options: TunnelOptions): Promise<Socket> {
  const { proxy, authority, silence } = options;
  const authorization = proxyAuthorization(proxy);
  return new Promise((resolve, reject) => {
    const fail = (problem: string, code: string, cause?: unknown): void =>
      reject(new ConnectionError(`the proxy ${proxy.host} ${problem}`, { code, cause }));
    const request = options.request({
      method: "CONNECT",
      host: proxy.hostname.replace(/^\[|\]$/g, ""),
      port: proxy.port || (proxy.protocol === "https:" ? "443" : "80"),
      path: authority,
      headers: {
        host: authority,
        ...(authorization === undefined ? undefined : { "proxy-authorization": authorization }),
      },
    });
    request.once("connect", (response: IncomingMessage, socket: Socket) => {
      if (response.statusCode === 200) {
        socket.setTimeout(0);
        resolve(socket);
        return;
      }
      socket.destroy();
      const status = `${response.statusCode ?? 0} ${response.statusMessage ?? ""}`.trim();
      const hint = response.statusCode === 407 ? "; check user and password in its URL" : "";
      fail(
        `refused a connection to ${authority}: ${status}${hint}`,
        `ERR_PROXY_${response.statusCode}`,
      );
    });
    request.once("error", (error: NodeJS.ErrnoException) =>
      fail(`can't be reached: ${error.message}`, error.code ?? "", error),
    );
    request.setTimeout(silence, () => {
      const message = `the proxy ${proxy.host} did not answer within ${silence / 1000} s`;
      reject(new TimeoutError(message, { elapsed: silence, attempts: 1 }));
      request.destroy();
    });
    request.end();
  });
}
