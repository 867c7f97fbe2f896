import { Paged } from "../../paging/index.js";

/** The same list with each item replaced, in order, when its page is reached. */
export function mapItems<T>(list: Paged<T>, replace: (item: T) => Promise<T>): Paged<T> {
  return new Paged(async function* replaced() {
    for await (const page of list.pages()) {
      const items: T[] = [];
      for (const item of page.items) items.push(await replace(item));
      yield { ...page, items };
    }
  });
}
