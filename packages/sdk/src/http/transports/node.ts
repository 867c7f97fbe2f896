import { InvalidRequestError } from "../../errors/index.js";
import type { HttpRequest, Transport } from "../types.js";
import { acceptedCoding } from "./content-coding.js";
import { NodeExchange } from "./node-exchange.js";
import { createRoutes, type Route } from "./node-routes.js";
import { defaultInactivityTimeout, type NodeTransportOptions } from "./options.js";

/**
 * Sends requests with `node:http` and `node:https` over connections that are kept open. TLS is
 * verified, proxies come from the environment, and after `inactivityTimeout` of silence an exchange
 * fails with a `TimeoutError`; time during which the caller gives or takes no bytes does not count.
 *
 * A kept connection that the server closed just when it was needed again is replaced once, without
 * an attempt being counted; not for a POST or PATCH, nor for a stream, which are sent once.
 */
export function nodeTransport(options: NodeTransportOptions = {}): Transport {
  const routes = createRoutes(options);
  const silence = options.inactivityTimeout ?? defaultInactivityTimeout;
  return {
    async send(request) {
      request.signal?.throwIfAborted();
      const slash = request.url.indexOf("/", "https://".length);
      const route = routes.to(slash === -1 ? request.url : request.url.slice(0, slash));
      const path = slash === -1 ? "/" : request.url.slice(slash);
      const exchange = new NodeExchange(request, open(route, path, request), silence);
      try {
        return await exchange.run();
      } catch (error) {
        if (!exchange.isStale) throw error;
        return new NodeExchange(request, open(route, path, request), silence).run();
      }
    },
    async close() {
      routes.close();
    },
  };
}

function open(route: Route, path: string, request: HttpRequest): ReturnType<Route["open"]> {
  try {
    return route.open(request.method, path, headersOf(request));
  } catch (error) {
    const { code = "", message } = error as NodeJS.ErrnoException;
    if (!/^ERR_(INVALID|UNESCAPED)/.test(code)) throw error;
    const field = code === "ERR_UNESCAPED_CHARACTERS" ? "path" : "headers";
    throw new InvalidRequestError(`the request can't be sent: ${message}`, { field, cause: error });
  }
}

/**
 * The headers as Node takes them fastest: names and values in turn. Node then adds nothing that
 * frames the body, so all of that stands here.
 */
function headersOf({ method, headers, body }: HttpRequest): string[] {
  const list: string[] = [];
  for (const name in headers) list.push(name, headers[name] ?? "");
  if (headers["accept-encoding"] === undefined && headers["range"] === undefined) {
    list.push("accept-encoding", acceptedCoding);
  }
  if (headers["content-length"] !== undefined) return list;
  if (typeof body === "string") list.push("content-length", String(Buffer.byteLength(body)));
  else if (body instanceof Uint8Array) list.push("content-length", String(body.length));
  else if (body !== undefined) list.push("transfer-encoding", "chunked");
  else if (method !== "GET" && method !== "HEAD") list.push("content-length", "0");
  return list;
}
