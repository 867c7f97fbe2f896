/** An OAuth access token (RFC 6749 §5.1). */
export interface OAuthToken {
  readonly accessToken: string;
  /** The scheme in the `Authorization` header, mostly `Bearer`. */
  readonly tokenType: string;
  /** Milliseconds since the Unix epoch; absent for a token that does not expire. */
  readonly expiresAt?: number;
}
