import { InvalidRequestError } from "../errors/index.js";
import { ItemIterator } from "./item-iterator.js";
import type { Page, PageSource } from "./page.js";
import { readAhead } from "./read-ahead.js";

/**
 * A list that comes page by page, as an `AsyncIterable` of its items. Nothing is sent before the
 * first item is asked for, and each iteration starts afresh. An empty page does not end the list; a
 * server that repeats itself gets a {@link PagingError}. A failing page rejects when it is reached.
 */
export class Paged<T> implements AsyncIterable<T> {
  readonly #source: PageSource<T>;

  constructor(source: PageSource<T>) {
    this.#source = source;
  }

  /** A list that is found only when it is first read, e.g. by code that has to be loaded. */
  static deferred<T>(find: () => Promise<Paged<T>>): Paged<T> {
    return new Paged((signal) => whenFound(async () => (await find()).#source(signal)));
  }

  [Symbol.asyncIterator](): AsyncIterator<T, undefined> {
    return new ItemIterator(this.#source());
  }

  /** The pages instead of their items, to read tokens, totals and other fields beside the items. */
  pages(): AsyncIterable<Page<T>> {
    return { [Symbol.asyncIterator]: () => this.#source() };
  }

  /**
   * The same list, fetching each page while the one before is being consumed: faster where handling
   * items takes long, at the price of one request too many when iteration stops early.
   */
  prefetch(): Paged<T> {
    return new Paged(() => readAhead(this.#source));
  }

  /**
   * All items, or the first `limit` of them. No page is fetched beyond what they need.
   * Throws an {@link InvalidRequestError} for a `limit` that is no number, or below 0.
   */
  async toArray(options?: { readonly limit?: number }): Promise<T[]> {
    const limit = options?.limit ?? Number.POSITIVE_INFINITY;
    if (!(limit >= 0)) {
      const message = `the option limit is ${limit}: give a number of items, 0 or more`;
      throw new InvalidRequestError(message, { field: "limit" });
    }
    const items: T[] = [];
    if (limit === 0) return items;
    for await (const page of this.pages()) {
      const missing = limit - items.length;
      for (const item of page.items.length > missing ? page.items.slice(0, missing) : page.items) {
        items.push(item);
      }
      if (items.length >= limit) break;
    }
    return items;
  }

  /** The first item; `undefined` when the list is empty. */
  async first(): Promise<T | undefined> {
    return (await this.toArray({ limit: 1 }))[0];
  }
}

/** Why not an async generator: for each page that it passes on, it would wait three turns. */
function whenFound<T>(find: () => Promise<AsyncIterator<T>>): AsyncIterator<T> {
  let finding: Promise<AsyncIterator<T>> | undefined;
  let pages: AsyncIterator<T> | undefined;
  return {
    next() {
      if (pages !== undefined) return pages.next();
      finding ??= find();
      return finding.then((found) => (pages = found).next());
    },
    async return(value) {
      const found = await finding?.catch(() => undefined);
      await found?.return?.();
      return { done: true, value };
    },
  };
}
