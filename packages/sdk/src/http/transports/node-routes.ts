import type { Agent, ClientRequest } from "node:http";
import type { AgentOptions } from "node:https";
import type { Socket } from "node:net";
import type { Duplex } from "node:stream";
import type { TLSSocket } from "node:tls";
import { InvalidRequestError } from "../../errors/index.js";
import { type Builtins, builtin } from "../../internal/index.js";
import { watchCertificate } from "./certificates.js";
import { defaultInactivityTimeout, type NodeTransportOptions } from "./options.js";
import { parseProxy, proxyAuthorization, proxyFromEnvironment } from "./proxy.js";
import { openTunnel } from "./tunnel.js";

/** The way to one origin. */
export interface Route {
  /** What each request on it begins with: names and values in turn. */
  readonly headers: readonly string[];
  /** Opens a request; `path` is path and query, `headers` are names and values in turn. */
  open(method: string, path: string, headers: readonly string[]): ClientRequest;
}

/** The ways to all origins of one transport, and the idle connections on them. */
export interface Routes {
  /** Throws an `InvalidRequestError` or a `ConfigError` when there is no way. */
  to(origin: string): Route;
  /** Closes idle connections. */
  close(): void;
}

type Module = Builtins["node:http"] | Builtins["node:https"];
type CreateConnection = (
  options: { readonly host: string; readonly port: number | string; readonly socket?: Duplex },
  onCreate?: (error: unknown, socket?: Duplex) => void,
) => Duplex | undefined;

/** Finds, and keeps, the way to each origin: directly, or through the proxy that is set for it. */
export function createRoutes(options: NodeTransportOptions): Routes {
  const routes = new Map<string, Route>();
  const agents = new Map<string, Agent>();
  const agentFor = (key: string, create: () => Agent): Agent => {
    const agent = agents.get(key) ?? create();
    agents.set(key, agent);
    return agent;
  };
  return {
    to(origin) {
      const known = routes.get(origin);
      if (known !== undefined) return known;
      const route = createRoute(parseOrigin(origin), options, agentFor);
      routes.set(origin, route);
      return route;
    },
    close() {
      for (const agent of agents.values()) agent.destroy();
    },
  };
}

function parseOrigin(origin: string): URL {
  if (URL.canParse(origin) && /^https?:/.test(origin)) return new URL(origin);
  throw new InvalidRequestError(`"${origin}" is not the address of an HTTP server`, {
    field: "url",
  });
}

function createRoute(
  target: URL,
  options: NodeTransportOptions,
  agentFor: (key: string, create: () => Agent) => Agent,
): Route {
  const proxy = proxyFor(target, options);
  const through = proxy === undefined ? "" : proxy.href;
  const agent = (secure: boolean, tunnel?: URL): Agent =>
    agentFor(`${secure} ${tunnel === undefined ? "" : through}`, () =>
      createAgent(secure, options, tunnel),
    );
  if (proxy === undefined) return directRoute(target, agent(isSecure(target)));
  if (isSecure(target)) return directRoute(target, agent(true, proxy));
  return forwardRoute(target, proxy, agent(isSecure(proxy)));
}

function proxyFor(target: URL, { proxy, env }: NodeTransportOptions): URL | undefined {
  if (proxy === false) return undefined;
  if (proxy !== undefined) return parseProxy(proxy, "the transport's `proxy`");
  return proxyFromEnvironment(target, env ?? globalThis.process?.env ?? {});
}

function directRoute(target: URL, agent: Agent): Route {
  const { request } = moduleFor(isSecure(target));
  const { host, port } = address(target);
  return {
    headers: ["host", target.host],
    open: (method, path, headers) => request({ host, port, agent, method, path, headers }),
  };
}

/** Plain http goes to the proxy with the whole URL as its target (RFC 9112 §3.2.2). */
function forwardRoute(target: URL, proxy: URL, agent: Agent): Route {
  const { request } = moduleFor(isSecure(proxy));
  const authorization = proxyAuthorization(proxy);
  const own = ["host", target.host];
  if (authorization !== undefined) own.push("proxy-authorization", authorization);
  const fixed = { ...address(proxy), agent };
  return {
    headers: own,
    open: (method, path, headers) =>
      request({ ...fixed, method, path: target.origin + path, headers }),
  };
}

function createAgent(secure: boolean, options: NodeTransportOptions, tunnel?: URL): Agent {
  const { maxConnections } = options;
  const silence = silenceOf(options);
  const settings = {
    keepAlive: true,
    ...(silence === 0 ? undefined : { timeout: silence }),
    ...(maxConnections === undefined ? undefined : { maxSockets: maxConnections }),
  };
  if (!secure) return new (moduleFor(false).Agent)(settings);
  const https = builtin("node:https");
  if (https === undefined) throw missing();
  return connectBy(new https.Agent({ ...settings, ...tlsSettings(options) }), tunnel, silence);
}

function tlsSettings({ ca, cert, key, skipVerify }: NodeTransportOptions): AgentOptions {
  return {
    rejectUnauthorized: skipVerify !== true,
    ...(ca === undefined ? undefined : { ca: pems(ca) }),
    ...(cert === undefined ? undefined : { cert: pem(cert) }),
    ...(key === undefined ? undefined : { key: pem(key) }),
  };
}

function pems(texts: NonNullable<NodeTransportOptions["ca"]>): (string | Buffer)[] {
  return typeof texts === "string" || texts instanceof Uint8Array ? [pem(texts)] : texts.map(pem);
}

function pem(text: string | Uint8Array): string | Buffer {
  return typeof text === "string" ? text : Buffer.from(text);
}

/** Makes an agent note certificates, and go through the tunnel if there is one. */
function connectBy(agent: Agent, tunnel: URL | undefined, silence: number): Agent {
  // Documented, but missing from the types of Node 20.
  const connector = agent as unknown as { createConnection: CreateConnection };
  const connect = connector.createConnection.bind(agent);
  const watched: CreateConnection = (options, onCreate) => {
    const socket = connect(options, onCreate);
    watchCertificate(socket as TLSSocket); // an https agent makes no other
    return socket;
  };
  connector.createConnection = watched;
  if (tunnel === undefined) return agent;
  const { request } = moduleFor(isSecure(tunnel));
  connector.createConnection = (options, onCreate) => {
    const host = options.host.includes(":") ? `[${options.host}]` : options.host;
    const authority = `${host}:${options.port}`;
    openTunnel({
      proxy: tunnel,
      authority,
      silence,
      request: (connection) => request({ ...connection, agent: false }),
    }).then(
      (socket) => onCreate?.(null, overTunnel(socket, watched({ ...options, socket }), silence)),
      (error: unknown) => onCreate?.(error),
    );
    return undefined;
  };
  return agent;
}

/** Node gives a connection made on top of another no time limit of its own. */
function overTunnel(socket: Socket, secured: Duplex | undefined, silence: number): Duplex {
  const connection = (secured ?? socket) as Socket;
  connection.setTimeout(silence);
  return connection;
}

function moduleFor(secure: boolean): Module {
  const module = builtin(secure ? "node:https" : "node:http");
  if (module === undefined) throw missing();
  return module;
}

function missing(): TypeError {
  return new TypeError("nodeTransport needs node:http and node:https, which are not here");
}

function isSecure(url: URL): boolean {
  return url.protocol === "https:";
}

function address(url: URL): { readonly host: string; readonly port: string } {
  const host = url.hostname.replace(/^\[|\]$/g, "");
  return { host, port: url.port || (isSecure(url) ? "443" : "80") };
}

function silenceOf({ inactivityTimeout }: NodeTransportOptions): number {
  return inactivityTimeout ?? defaultInactivityTimeout;
}
