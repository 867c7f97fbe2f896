import { ConfigError } from "../../errors/index.js";
import { encodeBase64 } from "../../internal/index.js";

type Environment = Readonly<Record<string, string | undefined>>;

/**
 * The proxy that the environment names for a URL, or `undefined` for a direct connection. Follows
 * what curl and Go agree on: lower-case names win, loopback addresses are never proxied.
 * Throws a {@link ConfigError} for a proxy that can't be used.
 */
export function proxyFromEnvironment(target: URL, env: Environment): URL | undefined {
  const scheme = target.protocol === "https:" ? "https_proxy" : "http_proxy";
  const name = [scheme, "all_proxy"].find((name) => read(env, name) !== undefined);
  if (name === undefined || isLoopback(target.hostname)) return undefined;
  if (isExempt(target, read(env, "no_proxy") ?? "")) return undefined;
  return parseProxy(read(env, name) ?? "", name.toUpperCase());
}

/** Reads a proxy's URL; `http://` may be left out. Throws a {@link ConfigError} naming `source`. */
export function parseProxy(text: string, source: string): URL {
  const complete = text.includes("://") ? text : `http://${text}`;
  if (!URL.canParse(complete)) throw new ConfigError(`${source} is not the URL of a proxy`);
  const url = new URL(complete);
  if (url.protocol === "http:" || url.protocol === "https:") return url;
  throw new ConfigError(
    `${source} names a proxy of the kind "${url.protocol.slice(0, -1)}", but only http and https proxies are supported`,
  );
}

/** The value of `proxy-authorization` (RFC 9110 §11.7.2) for the user in a proxy's URL. */
export function proxyAuthorization(proxy: URL): string | undefined {
  if (proxy.username === "" && proxy.password === "") return undefined;
  const text = `${decodeURIComponent(proxy.username)}:${decodeURIComponent(proxy.password)}`;
  return `Basic ${encodeBase64(new TextEncoder().encode(text))}`;
}

function read(env: Environment, name: string): string | undefined {
  return env[name] || env[name.toUpperCase()] || undefined;
}

function isLoopback(host: string): boolean {
  return host === "localhost" || host === "[::1]" || /^127(\.\d+){3}$/.test(host);
}

function isExempt(target: URL, list: string): boolean {
  return list.split(/[\s,]+/).some((entry) => entry !== "" && covers(entry.toLowerCase(), target));
}

/** One entry: `*`, a domain with or without a leading dot, an address, a CIDR block; `:port`. */
function covers(entry: string, target: URL): boolean {
  if (entry === "*") return true;
  const [, name = "", port] = /^(\[.*\]|[^:]*|[^:]*:.*:.*?)(?::(\d+))?$/.exec(entry) ?? [];
  if (port !== undefined && port !== portOf(target)) return false;
  const host = target.hostname.replace(/^\[|\]$/g, "");
  const [network = "", prefix] = name.replace(/^\[|\]$/g, "").split("/");
  if (prefix !== undefined) return inNetwork(host, network, Number(prefix));
  const domain = network.replace(/^\*?\./, "");
  return host === domain || host.endsWith(`.${domain}`);
}

function portOf(url: URL): string {
  return url.port || (url.protocol === "https:" ? "443" : "80");
}

function inNetwork(host: string, network: string, prefix: number): boolean {
  const address = toNumber(host);
  const base = toNumber(network);
  if (address === undefined || base === undefined || !(prefix >= 0 && prefix <= 32)) return false;
  const size = 2 ** (32 - prefix);
  return Math.floor(address / size) === Math.floor(base / size);
}

/** An IPv4 address as a number; `undefined` for anything else. */
function toNumber(address: string): number | undefined {
  if (!/^\d+(\.\d+){3}$/.test(address)) return undefined;
  return address.split(".").reduce((sum, part) => sum * 256 + Number(part), 0);
}
