/** How long and how often a failed attempt is repeated. */
export interface RetryOptions {
  /** Attempts in all, the first included. Default: no limit but {@link timeout}. */
  readonly maxAttempts?: number;
  /** Milliseconds after which no further attempt starts. Default: `retryTimeoutSeconds`, 300 s. */
  readonly timeout?: number;
}
