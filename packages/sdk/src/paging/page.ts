/** One page of a list as the server sent it. */
export interface Page<T> {
  /** May be empty even if more pages follow. */
  readonly items: readonly T[];
  /** What the next request sends as its page token; absent on the last page and without tokens. */
  readonly nextPageToken?: string;
  /** The whole response, with the fields beside the items. */
  readonly response: unknown;
}

/**
 * Starts to read a list from its first page. The signal, where there is one, aborts the request
 * under way when nobody wants its answer any more.
 */
export type PageSource<T> = (signal?: AbortSignal) => AsyncIterator<Page<T>>;
