import type { Paged } from "../paging/index.js";
import type { RetryOptions } from "../retry/index.js";
import type { Waiter, Waiting } from "../waiting/index.js";
import type { DataPlaneOperation, ListOperation, Operation } from "./operation.js";

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

/** All that a generated service knows of the runtime. */
export interface ServiceClient {
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
}
