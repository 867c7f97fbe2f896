import type { Readable } from "node:stream";
import type { RequestContext } from "./context.js";

/** A request that the API table does not describe. */
export interface RawRequest {
  readonly verb: string;
  /** Percent-decoded. */
  readonly path: string;
  /** By name of the hole in the route's path, decoded. */
  readonly values: Readonly<Record<string, string>>;
  readonly query: URLSearchParams;
  /** Lower-case names. */
  readonly headers: Readonly<Record<string, string>>;
  /** The body as it arrives; read it once, by any of these. */
  stream(): Readable;
  /** @throws WorkspaceError when it is longer than the server's limit */
  bytes(): Promise<Uint8Array>;
  text(): Promise<string>;
  /** A JSON object, or the fields of a form. Empty: `{}`. */
  fields(): Promise<Record<string, unknown>>;
}

/**
 * An endpoint beside the API table: OAuth, presigned addresses, undocumented paths that official
 * clients call. It goes before the table's operations.
 */
export interface RawRoute {
  readonly verb: string;
  /** With `{hole}` for one segment and `{+hole}` for many. */
  readonly path: string;
  /** Answers without credentials; the context's principal is then nobody, with an empty id. */
  readonly public?: true;
  /**
   * The operation of the API table that it serves by another path: scopes and faults of that one are
   * its own, and the journal names it.
   */
  readonly operation?: string;
  handle(request: RawRequest, context: RequestContext): unknown;
}
