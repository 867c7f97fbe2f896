import { PagingError } from "../errors/index.js";
import { createCursor, type PageRequest } from "./cursor.js";
import { fieldOf } from "./field-of.js";
import type { Page } from "./page.js";
import type { Paging } from "./paging.js";

/** Sends the request for one page and resolves to its decoded response. */
export type PageFetcher = (request: PageRequest) => Promise<unknown>;

/**
 * Reads a list from its first page to its last as its {@link Paging} says. `request` is copied,
 * never written to. Throws a {@link PagingError} when the server repeats itself or sends no list.
 */
export async function* followPages<T>(
  paging: Paging,
  request: object | undefined,
  fetch: PageFetcher,
): AsyncGenerator<Page<T>, void> {
  const cursor = createCursor(paging);
  let pending: PageRequest | undefined = cursor.begin(withDefaults(request, paging.defaults));
  while (pending !== undefined) {
    cursor.guard?.(pending);
    const response = await fetch(pending);
    const received = itemsOf<T>(paging.items, response);
    const items = cursor.select === undefined ? received : cursor.select(received);
    pending = cursor.advance({ request: pending, response, items: received });
    const token = pending === undefined ? undefined : cursor.tokenOf?.(pending);
    yield token === undefined ? { items, response } : { items, response, nextPageToken: token };
  }
}

function withDefaults(
  request: object | undefined,
  defaults: Readonly<Record<string, number>> = {},
): PageRequest {
  const fields: Record<string, unknown> = { ...request };
  for (const [name, value] of Object.entries(defaults)) fields[name] ??= value;
  return fields;
}

function itemsOf<T>(field: string | undefined, response: unknown): readonly T[] {
  const items = field === undefined ? response : fieldOf(response, field);
  if (items === undefined || items === null) return [];
  if (Array.isArray(items)) return items as readonly T[]; // what an item is, the caller's type says
  const place = field === undefined ? "the response" : `the response field "${field}"`;
  throw new PagingError(`${place} should be a list, but is of type ${typeof items}`);
}
