import type { Page, PageSource } from "./page.js";

/** Reads one page ahead of the consumer. */
export async function* readAhead<T>(source: PageSource<T>): AsyncGenerator<Page<T>, void> {
  const unwanted = new AbortController();
  const pages = source(unwanted.signal);
  const fetchNext = (): Promise<IteratorResult<Page<T>>> => {
    const next = pages.next();
    // A failure belongs to whoever reaches that page; until then it is not "unhandled".
    next.catch(() => undefined);
    return next;
  };
  try {
    let next = fetchNext();
    for (;;) {
      const page = await next;
      if (page.done === true) return;
      next = fetchNext();
      yield page.value;
    }
  } finally {
    unwanted.abort();
    // Not awaited: it waits for the request under way, in which nobody is interested any more.
    pages.return?.().catch(() => undefined);
  }
}
