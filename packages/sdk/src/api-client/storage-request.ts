import type { HttpBody, HttpMethod } from "../http/index.js";

/** A request to cloud storage, whose address carries its own permission. */
export interface StorageRequest {
  readonly method: HttpMethod;
  /** Absolute, and as it was given: it may be signed. */
  readonly url: string;
  /**
   * Lower-case names: those that the address was signed with, and what the request needs. Those that
   * hold credentials, or say something to Databricks, are not sent.
   */
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: HttpBody | undefined;
  /** Milliseconds of silence after which it fails; 0: never. Default: `httpTimeoutSeconds`. */
  readonly stallTimeout?: number | undefined;
}
