import { describe, expect, it } from "vitest";
import type { Page } from "./page.js";
import { Paged } from "./paged.js";

/** Pages of these sizes, numbered through; notes how many were fetched and whether it was closed. */
function numbered(sizes: readonly number[], failAt = Infinity) {
  const state = { fetched: 0, closed: 0, aborted: 0 };
  const list = new Paged<number>(async function* pages(signal): AsyncGenerator<Page<number>> {
    signal?.addEventListener("abort", () => state.aborted++);
    let next = 0;
    try {
      for (const [index, size] of sizes.entries()) {
        state.fetched++;
        if (index === failAt) throw new Error(`page ${index} failed`);
        const items = Array.from({ length: size }, () => next++);
        yield { items, response: { index } };
      }
    } finally {
      state.closed++;
    }
  });
  return { state, list };
}

async function collect<T>(list: AsyncIterable<T>): Promise<T[]> {
  const items: T[] = [];
  for await (const item of list) items.push(item);
  return items;
}

describe("Paged", () => {
  it("yields the items of all pages, empty ones included, and starts afresh each time", async () => {
    const { state, list } = numbered([2, 0, 3]);
    expect(state.fetched).toBe(0);
    expect(await collect(list)).toEqual([0, 1, 2, 3, 4]);
    expect(await collect(list)).toEqual([0, 1, 2, 3, 4]);
    expect(state).toEqual({ fetched: 6, closed: 2, aborted: 0 });
  });

  it("fetches a page when its first item is asked for", async () => {
    const { state, list } = numbered([2, 2, 2]);
    const items = list[Symbol.asyncIterator]();
    await items.next();
    await items.next();
    expect(state.fetched).toBe(1);
    await items.next();
    expect(state.fetched).toBe(2);
  });

  it("stops fetching when the consumer stops", async () => {
    const { state, list } = numbered([2, 2, 2]);
    for await (const item of list) if (item === 1) break;
    expect(state).toEqual({ fetched: 1, closed: 1, aborted: 0 });
  });

  it("gives concurrent askers different items", async () => {
    const { list } = numbered([1, 2, 0, 1]);
    const items = list[Symbol.asyncIterator]();
    const all = await Promise.all(Array.from({ length: 6 }, () => items.next()));
    expect(all.map(({ value }) => value)).toEqual([0, 1, 2, 3, undefined, undefined]);
    expect((await items.next()).done).toBe(true);
  });

  it("fails at the page that failed, after the items before it, and then is done", async () => {
    const { list } = numbered([2, 2], 1);
    const items = list[Symbol.asyncIterator]();
    expect((await items.next()).value).toBe(0);
    expect((await items.next()).value).toBe(1);
    await expect(items.next()).rejects.toThrow("page 1 failed");
    expect((await items.next()).done).toBe(true);
  });

  it("is done after return, also while a page is on its way", async () => {
    const { list } = numbered([1, 1]);
    const items = list[Symbol.asyncIterator]();
    const first = items.next();
    await items.return?.();
    expect((await first).done).toBe(true);
    expect((await items.next()).done).toBe(true);
  });

  it("takes a limit without fetching more pages than it needs", async () => {
    const { state, list } = numbered([2, 2, 2]);
    expect(await list.toArray({ limit: 3 })).toEqual([0, 1, 2]);
    expect(state.fetched).toBe(2);
    expect(await list.toArray({ limit: 4 })).toEqual([0, 1, 2, 3]);
    expect(state.fetched).toBe(4);
    expect(await list.toArray({ limit: 0 })).toEqual([]);
    expect(await list.toArray()).toHaveLength(6);
  });

  it.each([Number.NaN, -1])("refuses the limit %d and fetches nothing", async (limit) => {
    const { state, list } = numbered([2]);
    await expect(list.toArray({ limit })).rejects.toMatchObject({
      name: "InvalidRequestError",
      field: "limit",
    });
    expect(state.fetched).toBe(0);
  });

  it("finds the first item, behind empty pages too", async () => {
    expect(await numbered([0, 0, 2]).list.first()).toBe(0);
    expect(await numbered([]).list.first()).toBeUndefined();
  });

  it("hands out pages with their responses", async () => {
    const pages = await collect(numbered([1, 0]).list.pages());
    expect(pages).toEqual([
      { items: [0], response: { index: 0 } },
      { items: [], response: { index: 1 } },
    ]);
  });
});

describe("prefetch", () => {
  it("fetches one page ahead, and none twice", async () => {
    const { state, list } = numbered([1, 1, 1]);
    const items = list.prefetch()[Symbol.asyncIterator]();
    await items.next();
    expect(state.fetched).toBe(2);
    expect(await collect(list.prefetch())).toEqual([0, 1, 2]);
    expect(state.fetched).toBe(2 + 3);
  });

  it("aborts the page ahead when the consumer stops", async () => {
    const { state, list } = numbered([1, 1, 1]);
    for await (const item of list.prefetch()) if (item === 0) break;
    expect(state).toMatchObject({ fetched: 2, aborted: 1 });
  });

  it("fails only when the page that failed is reached", async () => {
    const items = numbered([1, 1], 1).list.prefetch()[Symbol.asyncIterator]();
    expect((await items.next()).value).toBe(0);
    await new Promise((resolve) => setImmediate(resolve));
    await expect(items.next()).rejects.toThrow("page 1 failed");
  });
});
