import type { HttpBody, HttpMethod } from "./types.js";

/** What a call may carry on top of {@link HttpBody}: a `Blob` is opened anew for each attempt. */
export type CallBody = HttpBody | Blob;

/** What has happened to a call so far; the one object that its steps write to. */
export interface Progress {
  /** Milliseconds since the Unix epoch. */
  readonly started: number;
  /** When the call's own timeout is over, in the same time; absent without one. */
  readonly deadline?: number;
  /** How often the request was sent. */
  attempts: number;
  /** Whether the headers of a response came to the attempt under way. */
  responded: boolean;
  /** What the attempt before failed with. */
  lastError?: unknown;
  /** The service refused the credentials once, and others were made. */
  renewed?: true;
}

/**
 * One call on its way through the pipeline. Its headers are its own: steps above `retry` add to
 * them. Steps below hand on changed copies, so that the next attempt starts from the same.
 */
export interface CallRequest {
  readonly method: HttpMethod;
  /** An absolute URL, or a path with its query that the authenticate step completes. */
  readonly url: string;
  /** Lower-case names. */
  readonly headers: Record<string, string>;
  readonly body: CallBody | undefined;
  readonly signal: AbortSignal | undefined;
  /** Whether the body of a successful response is wanted as a stream. */
  readonly stream: boolean;
  /** Signs each attempt in place of the client's own credentials, for other origins. */
  readonly sign: Sign | undefined;
  /** What the call says of retries; the client's settings hold for the rest. */
  readonly retry: CallRetry | undefined;
  readonly progress: Progress;
}

/** The parts of a call's retry settings; `maxAttempts: 1` sends once. */
export interface CallRetry {
  readonly maxAttempts?: number;
  /** Milliseconds. */
  readonly timeout?: number;
}

/** Where an attempt goes and what authenticates it. */
export interface Signature {
  /** Scheme, host and port; paths are appended to it. */
  readonly origin: string;
  /** Lower-case names. */
  readonly headers: Readonly<Record<string, string>>;
}

/**
 * Makes the credentials of one attempt. `refused` are headers that the service did not accept: they
 * are replaced, or come back as they are where there can be no others.
 */
export type Sign = (signal?: AbortSignal, refused?: Signature["headers"]) => Promise<Signature>;

/** A response whose body was read, or is handed over as a stream. */
export interface Reply {
  readonly status: number;
  readonly statusText: string;
  /** Lower-case names. */
  readonly headers: Readonly<Record<string, string>>;
  /** The whole body; empty where there is a stream. */
  readonly text: string;
  /** Present when a stream was wanted and the response is a success. */
  readonly stream?: ReadableStream<Uint8Array>;
  /** Why the body of an error response could not be read. */
  readonly failure?: unknown;
}

/** Sends a call on. */
export type Next = (request: CallRequest) => Promise<Reply>;

/** One named part of the pipeline. */
export interface Step {
  readonly name: string;
  send(request: CallRequest, next: Next): Promise<Reply>;
}

/** Chains steps, first one outermost, in front of what sends. Done once per client. */
export function chainSteps(steps: readonly Step[], send: Next): Next {
  return steps.reduceRight<Next>((next, step) => (request) => step.send(request, next), send);
}

/** Whether a body can be sent a second time. */
export function isReplayable(body: CallBody | undefined): boolean {
  return !(body instanceof ReadableStream);
}
