import type { CallOptions, ServiceClient } from "../../api-client/index.js";
import { TimeoutError } from "../../errors/index.js";
import { combineSignals, lazy } from "../../internal/index.js";
import type { TransferOptions } from "./options.js";
import { type ResolvedSettings, resolveSettings } from "./settings.js";
import type { StorageContext } from "./storage/call-storage.js";
import type { StorageProxy } from "./storage/storage-proxy.js";

const proxies = lazy(() => import("./storage/storage-proxy.js"));

/** One transfer under way: the file, what its calls are made with, and what ends it. */
export interface Transfer extends StorageContext {
  readonly settings: ResolvedSettings;
  /** For calls to the workspace. */
  readonly call: CallOptions;
  /** Present where parts are exchanged with the storage proxy rather than at presigned addresses. */
  readonly proxy: StorageProxy | undefined;
  /** Ends all calls of the transfer, which then rejects with the reason. */
  abort(reason: unknown): void;
}

/**
 * Runs a transfer within the limits of its options: the caller's signal, and `timeout` from its
 * beginning to its end. Throws an {@link InvalidRequestError} for options that make no sense.
 */
export async function runTransfer<T>(
  api: ServiceClient,
  path: string,
  options: TransferOptions,
  run: (transfer: Transfer) => Promise<T>,
): Promise<T> {
  const settings = resolveSettings(options);
  const { headers, retry } = options;
  const own = new AbortController();
  const limits = limitsOf(api, path, options, own.signal);
  const { signal = own.signal } = limits;
  try {
    signal.throwIfAborted();
    const proxy = settings.storageProxy
      ? await (await proxies()).findStorageProxy(api, signal)
      : undefined;
    return await run({
      api,
      path: path.startsWith("/") ? path : `/${path}`,
      settings,
      signal,
      stallTimeout: settings.stallTimeout,
      retry,
      proxy,
      call: {
        signal,
        ...(headers === undefined ? undefined : { headers }),
        ...(retry === undefined ? undefined : { retry }),
      },
      send: (request, until) =>
        proxy === undefined ? api.storage(request, { signal: until }) : proxy.send(request, until),
      abort: (reason) => own.abort(reason),
    });
  } catch (error) {
    throw signal.aborted ? signal.reason : error;
  } finally {
    limits.dispose();
  }
}

function limitsOf(
  api: ServiceClient,
  path: string,
  { signal, timeout }: TransferOptions,
  own: AbortSignal,
): ReturnType<typeof combineSignals> {
  const signals = [signal, own];
  if (timeout === undefined) return combineSignals({ signals });
  const { clock } = api.runtime;
  const reason = (): TimeoutError =>
    new TimeoutError(`${path} was not transferred within its timeout of ${timeout / 1000} s`, {
      elapsed: timeout,
      attempts: 1,
    });
  return combineSignals({ signals, timeout: { clock, milliseconds: timeout, reason } });
}
