import { InvalidRequestError } from "../../errors/index.js";
import type { HttpRequest, Transport } from "../types.js";
import { acceptedCoding } from "./content-coding.js";
import { NodeExchange } from "./node-exchange.js";
import { createRoutes, type Route, type Routes } from "./node-routes.js";
import { defaultInactivityTimeout, type NodeTransportOptions } from "./options.js";

/** What `nodeTransport` loads when it sends. */
export function nodeSender(options: NodeTransportOptions): Transport {
  const routes = createRoutes(options);
  const silence = options.inactivityTimeout ?? defaultInactivityTimeout;
  return {
    send(request) {
      const { inactivityTimeout = silence } = request;
      return new NodeExchange(request, () => open(routes, request), inactivityTimeout).run();
    },
    async close() {
      routes.close();
    },
  };
}

function open(routes: Routes, request: HttpRequest): ReturnType<Route["open"]> {
  const { method, url } = request;
  const slash = url.indexOf("/", "https://".length);
  const route = routes.to(slash === -1 ? url : url.slice(0, slash));
  const path = slash === -1 ? "/" : url.slice(slash);
  try {
    return route.open(method, path, headersOf(request, route));
  } catch (error) {
    const { code = "", message } = error as NodeJS.ErrnoException;
    if (!/^ERR_(INVALID|UNESCAPED)/.test(code)) throw error;
    const field = code === "ERR_UNESCAPED_CHARACTERS" ? "path" : "headers";
    throw new InvalidRequestError(`the request can't be sent: ${message}`, { field, cause: error });
  }
}

/**
 * The headers as Node takes them fastest: names and values in turn. Node then adds nothing that
 * names the host or frames the body, so all of that stands here.
 */
function headersOf({ method, headers, body }: HttpRequest, route: Route): string[] {
  const list = [...route.headers];
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
