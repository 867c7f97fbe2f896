/** How long to wait, and who hears of it. */
export interface WaitOptions<T> {
  /** Milliseconds in all. Default: the operation's own limit (mostly 20 minutes); see its docs. */
  readonly timeout?: number;
  /** Ends the wait at once; what was started goes on in the workspace. */
  readonly signal?: AbortSignal;
  /** Called with every polled value, the last one included. */
  readonly onProgress?: (value: T) => void;
  /** Milliseconds between polls. Default: 1 s, growing by 1 s to 10 s, plus up to 1 s at random. */
  readonly pollInterval?: number;
  /** `false` returns a value in a failure state instead of throwing. Default: `true`. */
  readonly throwOnFailure?: boolean;
}

/**
 * A started operation, and the means to wait for its end: `T` is what it ends in, `R` what the call
 * that started it returned, `S` the state that is polled on the way. Iterating yields each polled
 * state, the last one included.
 */
export interface Waiter<T, R = unknown, S = T> extends AsyncIterable<S> {
  /** What the call that started the operation returned. */
  readonly response: R;
  /**
   * Polls until the operation ends and resolves to its result.
   * Throws `OperationFailed` in a failure state, `OperationTimeout` when the time is up.
   */
  result(options?: WaitOptions<S>): Promise<T>;
}
