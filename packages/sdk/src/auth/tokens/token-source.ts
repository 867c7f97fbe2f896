import type { OAuthToken } from "../../oauth/index.js";

/** Where calls get their token from, as often as they like. */
export interface TokenSource {
  /**
   * A token that is good now. `signal` ends this wait only; what other calls also wait for goes on.
   * Rejects when there is no usable token and none can be had.
   */
  token(signal?: AbortSignal, options?: TokenOptions): Promise<OAuthToken>;
}

/** What a call may ask for. */
export interface TokenOptions {
  /** Get another token even if the present one should still be good: the service refused it. */
  readonly forceRefresh?: boolean;
}

/**
 * Gets a token from where it is issued.
 *
 * @param previous The token that it replaces; absent the first time.
 * @param signal Aborts when nobody waits any more. Absent when nobody does from the beginning: the
 *   present token is still good, so no user should be asked for anything.
 */
export type FetchToken = (
  previous: OAuthToken | undefined,
  signal?: AbortSignal,
) => Promise<OAuthToken>;
