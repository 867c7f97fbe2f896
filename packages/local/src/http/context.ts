/** Who makes a request, once its credentials were checked. */
export interface Principal {
  /** SCIM id: decimal digits. */
  readonly id: string;
  readonly userName: string;
}

/** What a handler knows of the request beside its decoded fields. */
export interface RequestContext {
  readonly principal: Principal;
  /** The workspace that was asked; on account operations the default one. */
  readonly workspaceId: number;
  readonly accountId: string;
  /** Where this server answers, e.g. `http://127.0.0.1:40123`, with no trailing slash. */
  readonly host: string;
  /** Lower-case names. */
  readonly headers: Readonly<Record<string, string>>;
  /** The query as it was sent, for parameters that the API table does not know. */
  readonly query: URLSearchParams;
  /** Aborts when the client is gone or the server closes. */
  readonly signal: AbortSignal;
}

/** A handler's answer when it is more than a 200 with a JSON body. */
export class Reply {
  readonly status: number;
  /** JSON value, bytes, a stream of bytes, or `undefined` for an empty body. */
  readonly body: unknown;
  readonly headers: Readonly<Record<string, string>>;

  constructor(status: number, body?: unknown, headers: Readonly<Record<string, string>> = {}) {
    this.status = status;
    this.body = body;
    this.headers = headers;
  }
}

/** What a handler returns: the operation's result, or a {@link Reply} that says more, or later. */
export type Answer<T> = Reply | T | Promise<Reply | T>;
