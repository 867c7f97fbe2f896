import type { HttpMethod } from "../http/index.js";
import type { Paging } from "../paging/index.js";

/**
 * One REST operation as data, in the words of google.api.http and RFC 6570: `{id}` in the path is
 * one segment, `{+name}` a value whose slashes separate segments.
 */
export interface Operation {
  readonly verb: HttpMethod;
  readonly path: string;
  /**
   * `"*"`: every field that is neither in the path nor in {@link query}, as one JSON object.
   * Any other text: the one field that is the whole body. Absent: no body.
   */
  readonly body?: string;
  /** The body field holds bytes, not JSON. */
  readonly rawBody?: true;
  /** Fields sent in the query. Needed where the body is `"*"`; otherwise all that remain are. */
  readonly query?: readonly string[];
  /** Path fields that the body repeats. */
  readonly repeat?: readonly string[];
  /** Set on operations of the account API, which never send the workspace id header. */
  readonly account?: true;
  /** A field that makes repeats harmless; a UUID is made up, once for all attempts, when absent. */
  readonly idempotencyToken?: string;
  /** Media type asked for, when it is not JSON. */
  readonly accept?: string;
  /** The response field that carries the raw body as a stream; absent for JSON. */
  readonly stream?: string;
  /** Response headers copied into the result, and their types. */
  readonly responseHeaders?: Readonly<Record<string, "string" | "int64">>;
}

/** An operation whose result is a list. */
export interface ListOperation extends Operation {
  readonly paging: Paging;
}

/** An operation that is served by the data plane: where its address and token come from. */
export interface DataPlaneOperation extends Omit<Operation, "path"> {
  /** The request fields that look the endpoint up; they are not sent. */
  readonly lookup: readonly string[];
  /** Path to the data-plane facts in the looked-up value. */
  readonly info: readonly string[];
  /** Field of these facts with the URL. */
  readonly url: string;
  /** Field of these facts with the `authorization_details` to ask a token for. */
  readonly authorization: string;
}
