import { PagingError } from "../errors/index.js";
import { stringifyJson } from "../internal/index.js";
import { fieldOf } from "./field-of.js";
import type {
  NextRequestPaging,
  OffsetPaging,
  PageNumberPaging,
  Paging,
  TokenPaging,
} from "./paging.js";

/** The fields of one request. */
export type PageRequest = Readonly<Record<string, unknown>>;

/** What was asked and what came back. */
export interface PageExchange {
  readonly request: PageRequest;
  readonly response: unknown;
  readonly items: readonly unknown[];
}

/** Walks the pages of one iteration. */
export interface Cursor {
  /** The request for the first page. */
  begin(request: PageRequest): PageRequest;
  /** The request for the page after; `undefined` after the last one. */
  advance(exchange: PageExchange): PageRequest | undefined;
  /** Throws when a request was sent before: called with each one just before it is sent. */
  guard?(request: PageRequest): void;
  /** The page token in a request, where the list has tokens. */
  tokenOf?(request: PageRequest): string | undefined;
  /** Drops items that came before. */
  select?<T>(items: readonly T[]): readonly T[];
}

/** Starts a walk. Throws a {@link PagingError} later, when the server repeats itself. */
export function createCursor(paging: Paging): Cursor {
  switch (paging.kind) {
    case "token":
      return tokenCursor(paging);
    case "offset":
      return offsetCursor(paging);
    case "page":
      return pageNumberCursor(paging);
    case "next-request":
      return nextRequestCursor(paging);
    case "single":
      return { begin: (request) => request, advance: () => undefined };
  }
}

function tokenCursor({ token: [parameter, field] }: TokenPaging): Cursor {
  const once = refuseRepeats(`the page token in "${field}"`);
  const tokenOf = (request: PageRequest): string => String(request[parameter] ?? "");
  return {
    begin: (request) => request,
    guard: (request) => once(tokenOf(request)),
    advance({ request, response }) {
      const token = fieldOf(response, field);
      if (token === undefined || token === null || token === "") return undefined;
      return { ...request, [parameter]: token };
    },
    tokenOf,
  };
}

function offsetCursor({ offset, start, dedupe }: OffsetPaging): Cursor {
  let position = start;
  const cursor: Cursor = {
    begin: (request) => ({ ...request, [offset]: start }),
    advance({ request, items }) {
      position += items.length;
      return items.length === 0 ? undefined : { ...request, [offset]: position };
    },
  };
  return dedupe === undefined ? cursor : { ...cursor, select: unseenBy(dedupe) };
}

function pageNumberCursor({ page, start }: PageNumberPaging): Cursor {
  let number = start;
  return {
    begin: (request) => ({ ...request, [page]: start }),
    advance: ({ request, items }) =>
      items.length === 0 ? undefined : { ...request, [page]: ++number },
  };
}

function nextRequestCursor({ next }: NextRequestPaging): Cursor {
  const once = refuseRepeats(`the next request in "${next}"`);
  return {
    begin: (request) => request,
    guard: (request) => once(stringifyJson(request)),
    advance({ response }) {
      const request = fieldOf(response, next);
      if (typeof request !== "object" || request === null) return undefined;
      return request as PageRequest; // an object, and its fields are read by name only
    },
  };
}

function refuseRepeats(what: string): (value: string) => void {
  const seen = new Set<string>();
  return (value) => {
    if (seen.has(value)) {
      throw new PagingError(
        `the server repeated ${what} ("${value}"), which would list the same pages for ever`,
      );
    }
    seen.add(value);
  };
}

/** Two pages in a row with nothing new mean that the server ignores the offset. */
function unseenBy(field: string): <T>(items: readonly T[]) => readonly T[] {
  const seen = new Set<unknown>();
  let stalePages = 0;
  return (items) => {
    const fresh = items.filter((item) => {
      const id = fieldOf(item, field);
      if (id === undefined) return true;
      return !seen.has(id) && seen.add(id) !== undefined;
    });
    stalePages = items.length > 0 && fresh.length === 0 ? stalePages + 1 : 0;
    if (stalePages < 2) return fresh;
    throw new PagingError(`the server sent the same items again and again (by "${field}")`);
  };
}
