import type { AuthContext } from "../auth/index.js";
import { Config, type ConfigOptions } from "../config/index.js";
import { ConfigError } from "../errors/index.js";
import {
  defaultTransport,
  type Next,
  type Reply,
  type Sign,
  type Signature,
  type Transport,
} from "../http/index.js";
import { systemClock } from "../internal/index.js";
import { followPages, Paged } from "../paging/index.js";
import type { RetryOptions } from "../retry/index.js";
import {
  createOperationWaiter,
  createWaiter,
  type Waiter,
  type Waiting,
} from "../waiting/index.js";
import { type ApiRequest, encodeApiRequest, type RawResponse } from "./api-request.js";
import type { ClientOptions, ClientRuntime } from "./client-options.js";
import { type DataPlaneAddress, DataPlaneAddresses } from "./data-plane.js";
import type { DataPlaneTokens } from "./data-plane-tokens.js";
import { decodeReply, parseBody } from "./decode.js";
import { encodeCall, encodeDataPlaneCall, type EncodedCall } from "./encode.js";
import type { DataPlaneOperation, ListOperation, Operation } from "./operation.js";
import { createPipeline } from "./pipeline.js";
import type { CallOptions, OperationOptions, ServiceClient } from "./service-client.js";
import { clientUserAgent } from "./user-agent.js";
import { type CallContext, withLimits } from "./with-limits.js";

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
  readonly #addresses = new DataPlaneAddresses(() => this.config.host);
  #tokens: Promise<DataPlaneTokens> | undefined;
  #isReady = false;

  /** Throws a {@link ConfigError} when the configuration can't be resolved. Sends nothing. */
  constructor(options: ClientOptions = {}) {
    const { env, credentials, clock = systemClock, random = Math.random, logger } = options;
    const config = options.config ?? new Config(options, { env, credentials });
    const transport = options.transport ?? transportFor(config, options);
    this.config = config;
    this.runtime = { transport, clock, random, ...(logger === undefined ? undefined : { logger }) };
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
    return createWaiter({ waiting, response, poll, clock, random });
  }

  operation<T, R extends object>(
    response: R,
    poll: (options: CallOptions) => Promise<R>,
    { empty }: OperationOptions = {},
  ): Waiter<T, R, R> {
    const { clock, random } = this.runtime;
    return createOperationWaiter({ response, poll, empty, clock, random });
  }

  dataPlane<T>(
    operation: DataPlaneOperation,
    request: object,
    lookup: (options: CallOptions) => Promise<object>,
    options: CallOptions = {},
  ): Promise<T> {
    return withLimits(options, this.runtime.clock, async (context) => {
      const { signal } = context;
      const address = await this.#addresses.find(operation, request, () =>
        lookup(signal === undefined ? {} : { signal }),
      );
      const sign: Sign = (signal, refused) => this.#signForDataPlane(address, signal, refused);
      const call = encodeDataPlaneCall(operation, address.url, request, options.headers);
      try {
        const reply = await this.#exchange(call, context, sign);
        return decodeReply(operation, call.url, reply) as T; // as the description promises
      } catch (error) {
        this.#addresses.forget(operation, request);
        throw error;
      }
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
      const call = encodeApiRequest(request, this.config, options.headers);
      const reply = await this.#exchange(call, context);
      if (request.raw !== true) return parseBody(request.method, request.path, reply);
      const { status, headers, stream = new Blob([]).stream() } = reply;
      return { status, headers, contents: stream };
    });
  }

  /** Closes idle connections. A transport that was given to the client is its owner's to close. */
  async close(): Promise<void> {
    await this.#ownTransport?.close?.();
  }

  async #exchange(call: EncodedCall, context: CallContext, sign?: Sign): Promise<Reply> {
    const { method, url, headers, body, stream } = call;
    const { progress, signal, retry, hold } = context;
    const request = { method, url, headers, body, stream, progress, signal, retry, sign };
    const reply = await this.#send(request);
    if (hold === undefined || reply.stream === undefined) return reply;
    return { ...reply, stream: hold(reply.stream) };
  }

  async #ready(signal: AbortSignal | undefined): Promise<void> {
    await this.config.ready(this.#context(signal));
    this.#isReady = true;
  }

  async #sign(
    signal: AbortSignal | undefined,
    refused: Signature["headers"] | undefined,
  ): Promise<Signature> {
    const headers = await this.config.authenticate(this.#context(signal), refused);
    const { host } = this.config;
    if (host !== undefined && host !== "") return { origin: host, headers };
    throw new ConfigError(
      `the host is missing: set \`host\`, DATABRICKS_HOST or host in the profile. ${this.config.describe()}`,
      { attribute: "host" },
    );
  }

  async #signForDataPlane(
    address: DataPlaneAddress,
    signal: AbortSignal | undefined,
    refused: Signature["headers"] | undefined,
  ): Promise<Signature> {
    // Few programs call the data plane, so the others need not load what its tokens take.
    this.#tokens ??= import("./data-plane-tokens.js").then(
      ({ DataPlaneTokens }) => new DataPlaneTokens(this.config, this.#context(undefined)),
    );
    const credentials = (await this.#tokens).credentialsFor(address);
    const headers = await (refused === undefined
      ? credentials.headers(signal)
      : (credentials.refresh?.(refused, signal) ?? refused));
    return { origin: new URL(address.url).origin, headers };
  }

  #context(signal: AbortSignal | undefined): AuthContext {
    const { transport, clock, logger } = this.runtime;
    return {
      transport,
      clock,
      ...(logger === undefined ? undefined : { logger }),
      ...(signal === undefined ? undefined : { signal }),
    };
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
