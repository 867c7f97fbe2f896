import type { ServiceClient, StorageRequest } from "../../../api-client/index.js";
import type { HttpResponse } from "../../../http/index.js";
import { expandPath } from "../../../internal/index.js";
import type { StorageUrl } from "./storage-url.js";

const host = "http://storage-proxy.databricks.com";
const probePath = "/api/2.0/fs/files/DatabricksInternal/Probe/fullstack/wis";
const probeTimeout = 3000;

/** What stands between compute of Databricks and cloud storage, where there is one. */
export interface StorageProxy {
  /** The address of a file's content there. */
  address(path: string, query?: Readonly<Record<string, string>>): StorageUrl;
  /** Sends a request there, with the client's credentials. */
  send(request: StorageRequest, signal: AbortSignal): Promise<HttpResponse>;
}

/** What was found for each client; a proxy neither comes nor goes while a program runs. */
const found = new WeakMap<ServiceClient, Promise<boolean>>();

/** The storage proxy, if there is one that serves the client's workspace. Asks once per client. */
export async function findStorageProxy(
  api: ServiceClient,
  signal: AbortSignal,
): Promise<StorageProxy | undefined> {
  const proxy: StorageProxy = {
    address: (path, query = {}) => ({ url: addressOf(path, query), headers: {} }),
    send: (request, until) => sendSigned(api, request, until),
  };
  const probe = found.get(api) ?? probeProxy(api, proxy);
  found.set(api, probe);
  const exists = await probe;
  signal.throwIfAborted();
  return exists ? proxy : undefined;
}

function addressOf(path: string, query: Readonly<Record<string, string>>): string {
  const text = new URLSearchParams(query).toString();
  const address = host + expandPath("/api/2.0/fs/files{+path}", { path });
  return text === "" ? address : `${address}?${text}`;
}

async function probeProxy(api: ServiceClient, proxy: StorageProxy): Promise<boolean> {
  const signal = AbortSignal.timeout(probeTimeout);
  try {
    const workspaceId = api.config.workspaceId ?? (await askWorkspaceId(api, signal));
    if (workspaceId === undefined) return false;
    const url = `${host}${probePath}?ew=${encodeURIComponent(workspaceId)}`;
    const response = await proxy.send({ method: "HEAD", url, headers: {} }, signal);
    await response.discard();
    return response.status === 200;
  } catch (error) {
    const reason = error instanceof Error ? error.name : "no answer";
    api.runtime.logger?.debug(`the storage proxy is not used: ${reason}`);
    return false;
  }
}

async function askWorkspaceId(
  api: ServiceClient,
  signal: AbortSignal,
): Promise<string | undefined> {
  const path = "/api/2.0/preview/scim/v2/Me";
  const { headers, contents } = await api.request({ method: "GET", path, raw: true }, { signal });
  await contents.cancel();
  return headers["x-databricks-org-id"];
}

async function sendSigned(
  api: ServiceClient,
  request: StorageRequest,
  signal: AbortSignal,
): Promise<HttpResponse> {
  const { transport, clock, logger } = api.runtime;
  const context = { transport, clock, signal, ...(logger === undefined ? undefined : { logger }) };
  const credentials = await api.config.authenticate(context);
  const { method, url, headers, body, stallTimeout: inactivityTimeout } = request;
  const all = { ...headers, ...credentials };
  const response = await transport.send({
    method,
    url,
    headers: all,
    body,
    signal,
    inactivityTimeout,
  });
  logger?.debug(`${method} ${new URL(url).pathname} (storage proxy)\n< ${response.status}`);
  return response;
}
