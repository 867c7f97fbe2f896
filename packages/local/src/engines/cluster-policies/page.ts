import { invalid } from "./rule.js";

/** A part of a list. */
export interface Page<T> {
  readonly items: readonly T[];
  readonly next?: string;
  readonly previous?: string;
}

const DEFAULT_SIZE = 20;
const MOST_SIZE = 100;

/**
 * Cuts a page from a list that only grows at its end.
 *
 * @throws WorkspaceError `INVALID_PARAMETER_VALUE` for a bad size or token
 */
export function cutPage<T>(
  items: readonly T[],
  page: { readonly size?: number | undefined; readonly token?: string | undefined },
): Page<T> {
  const size = page.size || DEFAULT_SIZE;
  if (!Number.isSafeInteger(size) || size < 1 || size > MOST_SIZE) {
    throw invalid(`Invalid page size ${size}: it must be between 1 and ${MOST_SIZE}.`);
  }
  const start = page.token ? startOf(page.token) : 0;
  const end = start + size;
  return {
    items: items.slice(start, end),
    ...(end < items.length && { next: tokenOf(end) }),
    ...(start > 0 && { previous: tokenOf(Math.max(0, start - size)) }),
  };
}

function tokenOf(start: number): string {
  return Buffer.from(`from:${start}`).toString("base64url");
}

function startOf(token: string): number {
  const [, digits] = /^from:(\d{1,9})$/.exec(Buffer.from(token, "base64url").toString()) ?? [];
  if (digits === undefined) throw invalid(`Invalid page_token: ${token}`);
  return Number(digits);
}
