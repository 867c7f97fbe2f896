import { DatabricksError, type ErrorInit, named } from "./databricks-error.js";

/** What an {@link OAuthError} tells. */
export interface OAuthErrorInit extends ErrorInit {
  /** The code, e.g. `invalid_client`. */
  readonly error: string;
  readonly errorDescription?: string | undefined;
  readonly endpoint: string;
  readonly status?: number | undefined;
}

/**
 * An authorization server said no, or something that is not OAuth. The message names the endpoint,
 * the server's reason and what to do about it; no secret that was sent stands in it.
 */
export class OAuthError extends DatabricksError {
  static {
    named(this, "OAuthError");
  }

  /**
   * The server's code (RFC 6749 §4.1.2.1 and §5.2), e.g. `invalid_grant`; where it gave none, what
   * was wrong: `invalid_response`, `not_supported`, `state_mismatch`, `server_error`.
   */
  readonly error: string;
  /** The server's own words, secrets removed. */
  readonly errorDescription?: string;
  /** The address that was asked, without its query. */
  readonly endpoint: string;
  /** The HTTP status; absent where the answer did not come as a response. */
  readonly status?: number;

  constructor(message: string, init: OAuthErrorInit) {
    super(message, init);
    this.error = init.error;
    this.endpoint = init.endpoint;
    if (init.errorDescription !== undefined) this.errorDescription = init.errorDescription;
    if (init.status !== undefined) this.status = init.status;
  }

  override toJSON(): Record<string, unknown> {
    const { error, errorDescription, endpoint, status } = this;
    return { ...super.toJSON(), error, errorDescription, endpoint, status };
  }
}
