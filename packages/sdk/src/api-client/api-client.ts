import type { AuthContext } from "../auth/index.js";
import { Config, type ConfigOptions } from "../config/index.js";
import { ConfigError } from "../errors/index.js";
import {
  defaultTransport,
  type HttpResponse,
  type Next,
  type Reply,
  type Sign,
  type Signature,
  type Transport,
} from "../http/index.js";
import { lazy, systemClock } from "../internal/index.js";
import { followPages, Paged } from "../paging/index.js";
import type { RetryOptions } from "../retry/index.js";
import { lazyWaiter, type Waiter, type Waiting } from "../waiting/index.js";
import type { ApiRequest, RawResponse } from "./api-request.js";
import type { ClientOptions, ClientRuntime } from "./client-options.js";
import { decodeReply, parseBody } from "./decode.js";
import { encodeCall, type EncodedCall } from "./encode.js";
import type { DataPlaneOperation, ListOperation, Operation } from "./operation.js";
import { createPipeline } from "./pipeline.js";
import type { CallOptions, OperationOptions, ServiceClient } from "./service-client.js";
import type { StorageRequest } from "./storage-request.js";
import { clientUserAgent } from "./user-agent.js";
import { type CallContext, withLimits } from "./with-limits.js";

const anyRequest = lazy(() => import("./api-request.js"));
const storageCalls = lazy(() => import("./storage-call.js"));

/**
 * A resolved configuration and the way that requests take: all that services see of the runtime.
 *
 * One call goes through named steps, assembled in `createPipeline`. Failed attempts are repeated
 * within the client's and the call's limits; the error thrown in the end is the last real one.
 */
export class ApiClient implements ServiceClient {
  /** The configuration that the client was made from, credentials included. */
  readonly config: Config;
  /** What clients that derive from this one share with it. */
  readonly runtime: ClientRuntime;
  readonly #options: ClientOptions;
  readonly #send: Next;
  readonly #userAgent: () => string;
  readonly #ownTransport: Transport | undefined;
  /** What credentials are made with, for calls without a signal. */
  readonly #context: AuthContext;
  readonly #dataPlane = lazy(async () => {
    const { DataPlaneCalls } = await import("./data-plane-calls.js");
    return new DataPlaneCalls(this.config, this.#context);
  });
  #isReady = false;

  /** Throws a {@link ConfigError} when the configuration can't be resolved. Sends nothing. */
  constructor(options: ClientOptions = {}) {
    const { env, credentials, clock = systemClock, random = Math.random, logger } = options;
    const config = options.config ?? new Config(options, { env, credentials });
    const transport = options.transport ?? transportFor(config, options);
    this.config = config;
    const logging = logger === undefined ? undefined : { logger };
    this.runtime = { transport, clock, random, ...logging };
    this.#context = { transport, clock, ...logging };
    this.#options = options;
    this.#ownTransport = options.transport === undefined ? transport : undefined;
    this.#userAgent = clientUserAgent(options, config);
    this.#send = createPipeline({
      config,
      runtime: this.runtime,
      retry: retrySettings(options, config),
      userAgent: this.#userAgent,
      sign: (signal, refused) => this.#sign(signal, refused),
    });
  }

  /** The `User-Agent` header of its requests; the authentication method joins it once it is known. */
  get userAgent(): string {
    return this.#userAgent();
  }

  /**
   * A client with some attributes replaced that shares transport, clock and logger with this one,
   * and the credentials as far as they do not depend on what was replaced.
   */
  derive(overrides: ConfigOptions): ApiClient {
    const config = this.config.copy(overrides);
    return new ApiClient({ ...this.#options, transport: this.runtime.transport, config });
  }

  /** The same client, credentials and all, with one more part in its user agent. */
  withUserAgentExtra(key: string, value: string): ApiClient {
    const { config, runtime } = this;
    const userAgentExtras = [...(this.#options.userAgentExtras ?? []), [key, value] as const];
    return new ApiClient({
      ...this.#options,
      transport: runtime.transport,
      config,
      userAgentExtras,
    });
  }

  call<T>(operation: Operation, request?: object, options: CallOptions = {}): Promise<T> {
    return withLimits(options, this.runtime.clock, async (context) => {
      if (!this.#isReady) await this.#ready(context.signal);
      const call = encodeCall(operation, request, this.config, options.headers);
      const reply = await this.#exchange(call, context);
      return decodeReply(operation, call.url, reply) as T; // as the operation's description promises
    });
  }

  list<T>(operation: ListOperation, request?: object, options: CallOptions = {}): Paged<T> {
    return new Paged<T>((unwanted) => {
      const pageOptions = unwanted === undefined ? options : withSignal(options, unwanted);
      return followPages(operation.paging, request, (page) =>
        this.call(operation, page, pageOptions),
      );
    });
  }

  waiter<T, R>(
    waiting: Waiting,
    response: R,
    poll: (options: CallOptions) => Promise<T>,
  ): Waiter<T, R> {
    const { clock, random } = this.runtime;
    return lazyWaiter(response, async () => {
      const { createWaiter } = await import("../waiting/index.js");
      return createWaiter({ waiting, response, poll, clock, random });
    });
  }

  operation<T, R extends object>(
    response: R,
    poll: (options: CallOptions) => Promise<R>,
    { empty }: OperationOptions = {},
  ): Waiter<T, R, R> {
    const { clock, random } = this.runtime;
    return lazyWaiter(response, async () => {
      const { createOperationWaiter } = await import("../waiting/index.js");
      return createOperationWaiter({ response, poll, empty, clock, random });
    });
  }

  dataPlane<T>(
    operation: DataPlaneOperation,
    request: object,
    lookup: (options: CallOptions) => Promise<object>,
    options: CallOptions = {},
  ): Promise<T> {
    return withLimits(options, this.runtime.clock, async (context) => {
      const { signal } = context;
      const plane = await this.#dataPlane();
      return plane.call<T>(operation, request, options.headers, {
        lookup: () => lookup(signal === undefined ? {} : { signal }),
        send: (call, sign) => this.#exchange(call, context, sign),
      });
    });
  }

  /**
   * Sends a request to any path of the API: for what the generated services do not know yet. It goes
   * the same way as every call, with credentials, retries and errors.
   */
  request(
    request: ApiRequest & { readonly raw: true },
    options?: CallOptions,
  ): Promise<RawResponse>;
  request<T = unknown>(request: ApiRequest, options?: CallOptions): Promise<T>;
  request(request: ApiRequest, options: CallOptions = {}): Promise<unknown> {
    return withLimits(options, this.runtime.clock, async (context) => {
      if (!this.#isReady) await this.#ready(context.signal);
      const { encodeApiRequest } = await anyRequest();
      const call = encodeApiRequest(request, this.config, options.headers);
      const reply = await this.#exchange(call, context);
      if (request.raw !== true) return parseBody(request.method, request.path, reply);
      const { status, headers, stream = new Blob([]).stream() } = reply;
      return { status, headers, contents: stream };
    });
  }

  storage(request: StorageRequest, options: CallOptions = {}): Promise<HttpResponse> {
    return withLimits(options, this.runtime.clock, async ({ signal, hold }) => {
      const { sendToStorage } = await storageCalls();
      const { debugTruncateBytes: truncateBytes, debugHeaders: headers } = this.config;
      const log = { truncateBytes, headers };
      const { userAgent } = this;
      return sendToStorage(request, this.runtime, { userAgent, signal, hold, log });
    });
  }

  /** Closes idle connections. A transport that was given to the client is its owner's to close. */
  async close(): Promise<void> {
    await this.#ownTransport?.close?.();
  }

  #exchange(call: EncodedCall, context: CallContext, sign?: Sign): Promise<Reply> {
    const { method, url, headers, body, stream } = call;
    const { progress, signal, retry, hold } = context;
    const request = { method, url, headers, body, stream, progress, signal, retry, sign };
    const sending = this.#send(request);
    if (hold === undefined) return sending;
    return sending.then((reply) =>
      reply.stream === undefined ? reply : { ...reply, stream: hold(reply.stream) },
    );
  }

  async #ready(signal: AbortSignal | undefined): Promise<void> {
    await this.config.ready(this.#contextWith(signal));
    this.#isReady = true;
  }

  async #sign(
    signal: AbortSignal | undefined,
    refused: Signature["headers"] | undefined,
  ): Promise<Signature> {
    const headers = await this.config.authenticate(this.#contextWith(signal), refused);
    const { host } = this.config;
    if (host !== undefined && host !== "") return { origin: host, headers };
    throw new ConfigError(
      `the host is missing: set \`host\`, DATABRICKS_HOST or host in the profile. ${this.config.describe()}`,
      { attribute: "host" },
    );
  }

  #contextWith(signal: AbortSignal | undefined): AuthContext {
    return signal === undefined ? this.#context : { ...this.#context, signal };
  }
}

function transportFor(config: Config, { env }: ClientOptions): Transport {
  return defaultTransport({
    env,
    skipVerify: config.skipVerify,
    inactivityTimeout: config.httpTimeoutSeconds * 1000,
    maxConnections: config.maxConnectionsPerPool,
  });
}

function retrySettings({ retry }: ClientOptions, config: Config): Required<RetryOptions> {
  const seconds = config.retryTimeoutSeconds;
  const own = retry === false ? { maxAttempts: 1 } : retry;
  return {
    maxAttempts: own?.maxAttempts ?? Infinity,
    timeout: own?.timeout ?? (seconds < 0 ? Infinity : seconds * 1000),
  };
}

function withSignal(options: CallOptions, signal: AbortSignal): CallOptions {
  const { signal: own } = options;
  return { ...options, signal: own === undefined ? signal : AbortSignal.any([own, signal]) };
}
