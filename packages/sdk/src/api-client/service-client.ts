import type { Config } from "../config/index.js";
import type { HttpResponse } from "../http/index.js";
import type { Paged } from "../paging/index.js";
import type { RetryOptions } from "../retry/index.js";
import type { Waiter, Waiting } from "../waiting/index.js";
import type { ApiRequest, RawResponse } from "./api-request.js";
import type { ClientRuntime } from "./client-options.js";
import type { DataPlaneOperation, ListOperation, Operation } from "./operation.js";
import type { StorageRequest } from "./storage-request.js";

/** What every operation takes as its last argument. */
export interface CallOptions {
  /** Stops everything at once: connecting, reading, and waiting between retries. */
  readonly signal?: AbortSignal;
  /**
   * Milliseconds that the whole call may take: connecting, headers, body and all retries.
   * Default: no limit of its own; each attempt ends after `httpTimeoutSeconds` of silence and
   * retries end after `retryTimeoutSeconds`.
   */
  readonly timeout?: number;
  /** Headers added to the request; they replace the SDK's own, except the credentials. */
  readonly headers?: Readonly<Record<string, string>>;
  /** `false` sends once; an object narrows the client's retry settings for this call. */
  readonly retry?: false | RetryOptions;
}

/** What a service knows of a long-running operation beforehand. */
export interface OperationOptions {
  /** The operation ends without a result, so one that is missing is no error. */
  readonly empty?: true;
}

/** All that services and the extensions on top of them know of the runtime. */
export interface ServiceClient {
  readonly config: Config;
  /** Clock, random source, logger and transport. */
  readonly runtime: ClientRuntime;
  /** Sends one operation and resolves to its decoded response. */
  call<T>(operation: Operation, request?: object, options?: CallOptions): Promise<T>;
  /** A list that sends nothing until it is iterated. */
  list<T>(operation: ListOperation, request?: object, options?: CallOptions): Paged<T>;
  /** Wraps a started operation whose progress is a state of the value that `poll` gets. */
  waiter<T, R>(
    waiting: Waiting,
    response: R,
    poll: (options: CallOptions) => Promise<T>,
  ): Waiter<T, R>;
  /**
   * Wraps a long-running operation object (google.longrunning), polled until it is `done`. `empty`:
   * it ends without a result.
   */
  operation<T, R extends object>(
    response: R,
    poll: (options: CallOptions) => Promise<R>,
    end?: { readonly empty: true },
  ): Waiter<T, R, R>;
  /** Sends an operation to the data plane, whose address `lookup` finds. */
  dataPlane<T>(
    operation: DataPlaneOperation,
    request: object,
    lookup: (options: CallOptions) => Promise<object>,
    options?: CallOptions,
  ): Promise<T>;
  /** Sends a request to any path of the API, the same way as every call. */
  request(
    request: ApiRequest & { readonly raw: true },
    options?: CallOptions,
  ): Promise<RawResponse>;
  request<T = unknown>(request: ApiRequest, options?: CallOptions): Promise<T>;
  /**
   * Sends one request, once, to an address that is not the workspace's, such as a presigned one:
   * no credentials, no retries, no redirects, and every status is an answer.
   */
  storage(request: StorageRequest, options?: CallOptions): Promise<HttpResponse>;
  /** The same client, credentials and all, with one more part in its user agent. */
  withUserAgentExtra(key: string, value: string): ServiceClient;
}
