/** What every method that sends something takes at the end, among its own options or alone. */
export interface DbutilsOptions {
  /** Stops at once: requests, waiting, and what was started in the workspace for this call. */
  readonly signal?: AbortSignal;
  /** Milliseconds that all of it may take, the start of a cluster included. Default: no limit. */
  readonly timeout?: number;
}
