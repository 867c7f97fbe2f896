import { invalid } from "./catalog-errors.js";

/** Objects of a page when the server may choose. */
const USUAL_PAGE = 100;
const LARGEST_PAGE = 1000;

/** Which part of a list is asked for. */
export interface PageQuery {
  /** Default: all. 0: as many as the server likes. */
  readonly max_results?: number | undefined;
  readonly page_token?: string | undefined;
}

/** Part of a list. */
export interface Page<T> {
  readonly items: T[];
  readonly next_page_token?: string;
}

/**
 * Sorts objects by name and picks a page of them.
 *
 * @throws {WorkspaceError} for a negative number and a token that was not given out
 */
export function pageOf<T extends { readonly name: string }>(
  all: readonly T[],
  { max_results: most, page_token: token }: PageQuery,
): Page<T> {
  if (most !== undefined && most < 0) throw invalid(`max_results ${most}: must not be negative.`);
  const after = token === undefined || token === "" ? "" : decode(token);
  const rest = all.filter(({ name }) => name > after).sort(byName);
  const items = rest.slice(0, most === undefined ? undefined : sizeOf(most));
  const last = items.at(-1)?.name;
  const more = last !== undefined && items.length < rest.length;
  return { items, ...(more && { next_page_token: Buffer.from(last).toString("base64url") }) };
}

function sizeOf(most: number): number {
  return most === 0 ? USUAL_PAGE : Math.min(most, LARGEST_PAGE);
}

function decode(token: string): string {
  const name = Buffer.from(token, "base64url").toString();
  if (Buffer.from(name).toString("base64url") === token) return name;
  throw invalid(`page_token '${token}' was not given out by this list.`);
}

function byName(a: { readonly name: string }, b: { readonly name: string }): number {
  return a.name < b.name ? -1 : 1;
}
