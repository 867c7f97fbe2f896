import { builtin } from "../internal/index.js";

/** Published on `databricks-sdk-ts:request` before each attempt. Holds no secret. */
export interface RequestEvent {
  readonly method: string;
  /** Absolute; the values of query parameters that are secrets are replaced. */
  readonly url: string;
  /** 1 for the first. */
  readonly attempt: number;
}

/** Published on `databricks-sdk-ts:response` when an attempt has ended. */
export interface ResponseEvent {
  /** The same object as was published when the attempt began. */
  readonly request: RequestEvent;
  /** Absent when no response came. */
  readonly status?: number;
  /** Why no response came. */
  readonly error?: unknown;
  /** Milliseconds that the attempt took, the body included unless it is a stream. */
  readonly duration: number;
}

/** Published on `databricks-sdk-ts:retry` before the wait for another attempt. */
export interface RetryEvent {
  readonly method: string;
  /** Path without query. */
  readonly path: string;
  /** The attempt that failed: 1 for the first. */
  readonly attempt: number;
  /** Milliseconds until the next one. */
  readonly delay: number;
  readonly error: unknown;
}

/** A channel of `node:diagnostics_channel`, as far as the SDK uses it. */
export interface Channel<Message> {
  readonly hasSubscribers: boolean;
  publish(message: Message): void;
}

/** The channels of `node:diagnostics_channel` that the SDK publishes to. */
export interface Channels {
  readonly request: Channel<RequestEvent>;
  readonly response: Channel<ResponseEvent>;
  readonly retry: Channel<RetryEvent>;
}

/** The channels, or `undefined` where the platform has none. They cost nothing unsubscribed. */
export function eventChannels(): Channels | undefined {
  const channel = builtin("node:diagnostics_channel")?.channel;
  if (channel === undefined) return undefined;
  return {
    request: channel("databricks-sdk-ts:request"),
    response: channel("databricks-sdk-ts:response"),
    retry: channel("databricks-sdk-ts:retry"),
  };
}
