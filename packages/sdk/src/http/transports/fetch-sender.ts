import { ConnectionError, TimeoutError } from "../../errors/index.js";
import type { HttpRequest, HttpResponse, Transport } from "../types.js";
import type { FetchTransportOptions } from "./fetch.js";
import { defaultInactivityTimeout } from "./options.js";
import { Watchdog } from "./watchdog.js";

/** What `fetchTransport` loads when it sends. */
export function fetchSender(
  send: typeof globalThis.fetch | undefined,
  options: FetchTransportOptions,
): Transport {
  const usual = options.inactivityTimeout ?? defaultInactivityTimeout;
  return {
    async send(request) {
      const { inactivityTimeout: silence = usual } = request;
      request.signal?.throwIfAborted();
      const watchdog = new Watchdog(silence, request.signal, () => silent(request, silence));
      try {
        const fetch = send ?? globalThis.fetch;
        const response = await fetch(request.url, toInit(request, watchdog.signal));
        watchdog.fed();
        if (response.type === "opaqueredirect") throw hiddenRedirect(request);
        return new FetchResponse(request, response, watchdog);
      } catch (error) {
        watchdog.stop();
        throw failure(request, error, watchdog.signal);
      }
    },
  };
}

class FetchResponse implements HttpResponse {
  readonly status: number;
  readonly statusText: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly #request: HttpRequest;
  readonly #response: Response;
  readonly #watchdog: Watchdog;

  constructor(request: HttpRequest, response: Response, watchdog: Watchdog) {
    this.status = response.status;
    this.statusText = response.statusText;
    this.headers = joined(response.headers);
    this.#request = request;
    this.#response = response;
    this.#watchdog = watchdog;
    // Until somebody reads, silence is nobody's fault.
    watchdog.rest();
  }

  async text(): Promise<string> {
    const decoder = new TextDecoder();
    let text = "";
    for await (const chunk of this.stream()) text += decoder.decode(chunk, { stream: true });
    return text + decoder.decode();
  }

  stream(): ReadableStream<Uint8Array> {
    const reader = this.#response.body?.getReader();
    const watchdog = this.#watchdog;
    const pull = async (controller: ReadableStreamDefaultController<Uint8Array>): Promise<void> => {
      try {
        watchdog.fed();
        const chunk = await reader?.read();
        watchdog.rest();
        if (chunk?.value !== undefined) return controller.enqueue(chunk.value);
        watchdog.stop();
        controller.close();
      } catch (error) {
        watchdog.stop();
        controller.error(failure(this.#request, error, watchdog.signal));
      }
    };
    const cancel = async (reason: unknown): Promise<void> => {
      watchdog.stop();
      await reader?.cancel(reason);
    };
    return new ReadableStream({ pull, cancel }, { highWaterMark: 0 });
  }

  async discard(): Promise<void> {
    this.#watchdog.stop();
    await this.#response.body?.cancel();
  }
}

/** The platform has joined repeated headers already, all but `set-cookie`. */
function joined(headers: Headers): Record<string, string> {
  const all: Record<string, string> = {};
  for (const [name, value] of headers) {
    const before = all[name];
    all[name] = before === undefined ? value : `${before}, ${value}`;
  }
  return all;
}

function toInit({ method, headers, body }: HttpRequest, signal: AbortSignal): RequestInit {
  const init: RequestInit & { duplex?: "half" } = { method, headers, signal, redirect: "manual" };
  if (body === undefined) return init;
  // The types of fetch leave out bytes that may be shared between threads; ours are not.
  init.body = body as BodyInit;
  if (body instanceof ReadableStream) init.duplex = "half";
  return init;
}

/** Aborts and silence have their own reason; what else `fetch` says has no code. */
function failure(request: HttpRequest, error: unknown, signal: AbortSignal): unknown {
  if (signal.aborted) return signal.reason;
  if (error instanceof ConnectionError) return error;
  const { cause, message } = error instanceof Error ? error : new Error(String(error));
  const { code } = (cause ?? {}) as { readonly code?: unknown };
  return new ConnectionError(`${describe(request)}: no response came: ${message}`, {
    cause: error,
    code: typeof code === "string" ? code : undefined,
  });
}

function silent(request: HttpRequest, silence: number): TimeoutError {
  const message = `${describe(request)}: nothing came within ${silence / 1000} s of silence`;
  return new TimeoutError(message, { elapsed: silence, attempts: 1 });
}

function hiddenRedirect(request: HttpRequest): ConnectionError {
  return new ConnectionError(
    `${describe(request)}: the server redirects, which this platform does not let programs follow`,
  );
}

function describe({ method, url }: HttpRequest): string {
  const { host, pathname } = new URL(url);
  return `${method} ${pathname} on ${host}`;
}
