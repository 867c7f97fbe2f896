/** An OAuth access token (RFC 6749 §5.1). */
export interface OAuthToken {
  readonly accessToken: string;
  /** The scheme in the `Authorization` header, mostly `Bearer`. */
  readonly tokenType: string;
  /** Milliseconds since the Unix epoch; absent for a token that does not expire. */
  readonly expiry?: number;
  /** What gets the next token without the user (RFC 6749 §6); absent where none was granted. */
  readonly refreshToken?: string;
  /** What the token was granted for, separated by blanks; absent where it is as asked for. */
  readonly scope?: string;
}
