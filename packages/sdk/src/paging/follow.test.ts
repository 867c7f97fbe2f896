import { describe, expect, it } from "vitest";
import { PagingError } from "../errors/index.js";
import { followPages } from "./follow.js";
import type { Page } from "./page.js";
import type { Paging } from "./paging.js";

/** Answers the n-th request with the n-th response, noting the requests. */
function scripted(responses: readonly unknown[]): {
  readonly sent: object[];
  readonly fetch: (request: object) => Promise<unknown>;
} {
  const sent: object[] = [];
  const fetch = async (request: object): Promise<unknown> => {
    sent.push(request);
    return responses[sent.length - 1];
  };
  return { sent, fetch };
}

async function pagesOf(
  paging: Paging,
  responses: readonly unknown[],
  request?: object,
): Promise<{ readonly pages: Page<unknown>[]; readonly sent: object[] }> {
  const { sent, fetch } = scripted(responses);
  const pages: Page<unknown>[] = [];
  for await (const page of followPages(paging, request, fetch)) pages.push(page);
  return { pages, sent };
}

const byToken: Paging = { kind: "token", items: "jobs", token: ["page_token", "next_page_token"] };

describe("token paging", () => {
  it("follows the token and keeps the other fields", async () => {
    const { pages, sent } = await pagesOf(
      byToken,
      [
        { jobs: [1, 2], next_page_token: "a" },
        { jobs: [3], next_page_token: "" },
      ],
      { name: "x" },
    );
    expect(pages.map(({ items }) => items)).toEqual([[1, 2], [3]]);
    expect(pages.map(({ nextPageToken }) => nextPageToken)).toEqual(["a", undefined]);
    expect(sent).toEqual([{ name: "x" }, { name: "x", page_token: "a" }]);
  });

  it.each([[{}], [{ next_page_token: null }], [{ next_page_token: "" }], [undefined], [null]])(
    "stops at %j",
    async (response) => {
      const { pages } = await pagesOf(byToken, [response]);
      expect(pages.map(({ items }) => items)).toEqual([[]]);
    },
  );

  it("goes on after pages without items", async () => {
    const { pages } = await pagesOf(byToken, [
      { next_page_token: "a" },
      { jobs: null, next_page_token: "b" },
      { jobs: [], next_page_token: "c" },
      { jobs: [7] },
    ]);
    expect(pages.flatMap(({ items }) => items)).toEqual([7]);
    expect(pages).toHaveLength(4);
  });

  it("delivers the page that repeats a token, then fails", async () => {
    const { sent, fetch } = scripted([
      { jobs: [1], next_page_token: "a" },
      { jobs: [2], next_page_token: "b" },
      { jobs: [3], next_page_token: "a" },
    ]);
    const items: unknown[] = [];
    const read = async (): Promise<void> => {
      for await (const page of followPages(byToken, {}, fetch)) items.push(...page.items);
    };
    await expect(read()).rejects.toThrow(PagingError);
    expect(items).toEqual([1, 2, 3]);
    expect(sent).toHaveLength(3);
  });

  it("counts the caller's own token as sent", async () => {
    const read = pagesOf(byToken, [{ jobs: [1], next_page_token: "a" }], { page_token: "a" });
    await expect(read).rejects.toThrow(/"next_page_token".*"a"/);
  });

  it("does not write to the caller's request, and defaults fill only what is left out", async () => {
    const request = Object.freeze({ max_results: 5 });
    const paging: Paging = { ...byToken, defaults: { max_results: 0, count: 100 } };
    const { sent } = await pagesOf(
      paging,
      [{ jobs: [1], next_page_token: "a" }, { jobs: [] }],
      request,
    );
    expect(sent).toEqual([
      { max_results: 5, count: 100 },
      { max_results: 5, count: 100, page_token: "a" },
    ]);
    expect(request).toEqual({ max_results: 5 });
  });

  it("refuses items that are no list", async () => {
    await expect(pagesOf(byToken, [{ jobs: { a: 1 } }])).rejects.toThrow(/"jobs".*object/);
  });
});

describe("offset paging", () => {
  const byOffset: Paging = {
    kind: "offset",
    items: "Resources",
    offset: "startIndex",
    start: 1,
    defaults: { count: 10_000 },
    dedupe: "id",
  };

  it("starts over, adds what came, and stops at an empty page", async () => {
    const { pages, sent } = await pagesOf(
      byOffset,
      [{ Resources: [{ id: "1" }, { id: "2" }] }, { Resources: [{ id: "3" }] }, { Resources: [] }],
      { startIndex: 77, filter: "x" },
    );
    expect(sent.map((request) => (request as { startIndex: number }).startIndex)).toEqual([
      1, 3, 4,
    ]);
    expect(sent[0]).toEqual({ startIndex: 1, count: 10_000, filter: "x" });
    expect(pages.flatMap(({ items }) => items)).toHaveLength(3);
  });

  it("drops what was seen but counts it, and keeps items without an id", async () => {
    const { pages, sent } = await pagesOf(byOffset, [
      { Resources: [{ id: "1" }, { id: "2" }] },
      { Resources: [{ id: "2" }, { id: "3" }, {}] },
      {},
    ]);
    expect(pages.flatMap(({ items }) => items)).toEqual([
      { id: "1" },
      { id: "2" },
      { id: "3" },
      {},
    ]);
    expect(sent[2]).toMatchObject({ startIndex: 6 });
  });

  it("gives up on a server that ignores the offset", async () => {
    const same = { Resources: [{ id: "1" }] };
    await expect(pagesOf(byOffset, [same, same, same, same])).rejects.toThrow(PagingError);
  });
});

describe("the other kinds", () => {
  it("counts page numbers from the start to an empty page", async () => {
    const paging: Paging = { kind: "page", items: "results", page: "page", start: 1 };
    const pages = [{ results: [1] }, { results: [2] }, { results: [] }];
    const { sent } = await pagesOf(paging, pages, { page: 9 });
    expect(sent).toEqual([{ page: 1 }, { page: 2 }, { page: 3 }]);
  });

  it("sends the next request as the response holds it", async () => {
    const paging: Paging = { kind: "next-request", items: "events", next: "next_page" };
    const { pages, sent } = await pagesOf(
      paging,
      [{ events: [1], next_page: { cluster_id: "c", offset: 1 } }, { events: [2] }],
      { cluster_id: "c", limit: 1 },
    );
    expect(sent[1]).toEqual({ cluster_id: "c", offset: 1 });
    expect(pages.flatMap(({ items }) => items)).toEqual([1, 2]);
  });

  it("gives up when the next request repeats", async () => {
    const paging: Paging = { kind: "next-request", items: "events", next: "next_page" };
    const same = { events: [1], next_page: { offset: 2n ** 60n } };
    await expect(pagesOf(paging, [same, same, same])).rejects.toThrow(PagingError);
  });

  it("takes a single page, wrapped or bare", async () => {
    const wrapped = await pagesOf({ kind: "single", items: "keys" }, [{ keys: [1], total: 1 }]);
    expect(wrapped.pages).toEqual([{ items: [1], response: { keys: [1], total: 1 } }]);
    const bare = await pagesOf({ kind: "single" }, [[1, 2]]);
    expect(bare.pages[0]?.items).toEqual([1, 2]);
    expect((await pagesOf({ kind: "single" }, [undefined])).pages[0]?.items).toEqual([]);
  });
});
