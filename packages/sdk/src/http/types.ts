/** The HTTP methods (RFC 9110 §9, RFC 5789) that the Databricks REST API uses. */
export type HttpMethod = "GET" | "POST" | "PUT" | "PATCH" | "DELETE" | "HEAD";

/** What a request may carry: text or bytes, which can be sent again, or a stream, which can't. */
export type HttpBody = string | Uint8Array | ReadableStream<Uint8Array>;

/** One HTTP exchange as it goes to a {@link Transport}. */
export interface HttpRequest {
  readonly method: HttpMethod;
  /** Absolute URL, already percent-encoded. */
  readonly url: string;
  /** Lower-case header names (RFC 9113 §8.2.1). */
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: HttpBody | undefined;
  /** Aborts connecting, sending and reading, at once. */
  readonly signal?: AbortSignal | undefined;
  /** Milliseconds of silence after which the exchange fails; 0: never. Default: the transport's. */
  readonly inactivityTimeout?: number | undefined;
  /** `manual` hands a 3xx response back. Default: `manual`; the pipeline follows redirects itself. */
  readonly redirect?: "manual";
}

/** What a {@link Transport} answers with as soon as the response's headers are there. */
export interface HttpResponse {
  readonly status: number;
  /** The reason phrase, empty where the protocol has none. */
  readonly statusText: string;
  /** Lower-case names; repeated headers are joined with `, `. */
  readonly headers: Readonly<Record<string, string>>;
  /** Reads the whole body as UTF-8 text. Can be called once, and not after {@link stream}. */
  text(): Promise<string>;
  /** The body as it arrives, with back pressure. Can be called once, and not after {@link text}. */
  stream(): ReadableStream<Uint8Array>;
  /** Drops a body that nobody wants, so that its connection can serve again. */
  discard(): Promise<void>;
}

/**
 * Sends one request over the network: no retries, no authentication, no redirects.
 * Rejects with a {@link ConnectionError} when no response came, or with the signal's reason.
 */
export interface Transport {
  send(request: HttpRequest): Promise<HttpResponse>;
  /** Closes idle connections. A transport that holds none needs no `close`. */
  close?(): Promise<void>;
}
