/** The error codes of RFC 6749 (4.1.2.1, 5.2), RFC 7009 and RFC 8693. */
export type OAuthErrorCode =
  | "access_denied"
  | "invalid_client"
  | "invalid_grant"
  | "invalid_request"
  | "invalid_scope"
  | "server_error"
  | "unauthorized_client"
  | "unsupported_grant_type"
  | "unsupported_response_type"
  | "unsupported_token_type";

/** What the OAuth endpoints answer with: `{error, error_description}`. */
export class OAuthError extends Error {
  override readonly name = "OAuthError";
  readonly code: OAuthErrorCode;
  /** 401 for a client that did not prove who it is, 400 otherwise (RFC 6749 section 5.2). */
  readonly status: 400 | 401;

  constructor(code: OAuthErrorCode, message: string) {
    super(message);
    this.code = code;
    this.status = code === "invalid_client" ? 401 : 400;
  }
}

/** The error for a client that is not known, or did not prove who it is: which, is not told. */
export function invalidClient(): OAuthError {
  return new OAuthError("invalid_client", "Client authentication failed");
}
