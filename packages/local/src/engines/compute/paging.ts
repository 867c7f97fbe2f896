import { WorkspaceError } from "../../errors/index.js";
import { hexOf } from "./ids.js";

/** A place in an order: compared part by part. */
export type SortKey = readonly (number | string)[];

/** One page of a list. */
export interface Page<T> {
  readonly items: T[];
  readonly next?: string;
  readonly previous?: string;
}

/** What to cut from a list. */
export interface PageRequest<T> {
  /** Where an item stands; two items never share a key. */
  readonly keyOf: (item: T) => SortKey;
  readonly descending?: boolean;
  readonly size: number;
  readonly token?: string | undefined;
  /** Filters and order: a token of one query is refused by another. */
  readonly query: unknown;
}

interface Cursor {
  readonly after: boolean;
  readonly key: SortKey;
  readonly query: string;
}

/**
 * Sorts `items` and cuts a page. Tokens name the item next to the page, not a number of items, so
 * that what comes and goes between two calls neither repeats nor hides others.
 */
export function cutPage<T>(items: readonly T[], request: PageRequest<T>): Page<T> {
  const sign = request.descending ? -1 : 1;
  const query = hexOf(8, JSON.stringify(request.query));
  const cursor = request.token ? readCursor(request.token, query) : undefined;
  const sorted = items
    .map((item) => ({ item, key: request.keyOf(item) }))
    .sort((a, b) => sign * compareKeys(a.key, b.key));
  let start = 0;
  let end = request.size;
  if (cursor) {
    const sought = cursor.after ? 1 : 0;
    const found = sorted.findIndex(({ key }) => sign * compareKeys(key, cursor.key) >= sought);
    const edge = found < 0 ? sorted.length : found;
    [start, end] = cursor.after
      ? [edge, edge + request.size]
      : [Math.max(0, edge - request.size), edge];
  }
  const page = sorted.slice(start, end);
  const [first, last] = [page[0], page.at(-1)];
  const token = (after: boolean, key: SortKey): string =>
    Buffer.from(JSON.stringify({ after, key, query })).toString("base64url");
  return {
    items: page.map(({ item }) => item),
    ...(last && start + page.length < sorted.length && { next: token(true, last.key) }),
    ...(first && start > 0 && { previous: token(false, first.key) }),
  };
}

function compareKeys(a: SortKey, b: SortKey): number {
  for (const [index, left] of a.entries()) {
    const right = b[index] ?? "";
    if (left !== right) return left < right ? -1 : 1;
  }
  return 0;
}

function readCursor(token: string, query: string): Cursor {
  let cursor: Partial<Cursor> | null = null;
  try {
    cursor = JSON.parse(Buffer.from(token, "base64url").toString()) as Partial<Cursor> | null;
  } catch {
    // Answered below, like any other text that is not a token.
  }
  if (!cursor || !Array.isArray(cursor.key) || typeof cursor.after !== "boolean") {
    throw new WorkspaceError("INVALID_PARAMETER_VALUE", `Invalid page_token: ${token}`);
  }
  if (cursor.query !== query) {
    throw new WorkspaceError(
      "INVALID_PARAMETER_VALUE",
      "The page_token belongs to another query: keep filters and order while paging.",
    );
  }
  return cursor as Cursor;
}
