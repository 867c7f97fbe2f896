import { invalidArgument } from "./file-errors.js";

/** Entries of a page, by default and at most. */
const LARGEST_PAGE = 1000;

/** Which part of a list is asked for. */
export interface PageQuery {
  /** Default, for 0 too, and at most: 1000. */
  readonly size?: number | undefined;
  readonly token?: string | undefined;
}

/** The names of one page, and the token of the next. */
export interface NamePage {
  readonly names: readonly string[];
  readonly next?: string;
}

/**
 * Picks a page of sorted names. The token holds the last name given out, so that what comes and
 * goes between two pages makes none of the others appear twice or not at all.
 *
 * @throws {WorkspaceError} for a negative size and a token that was not given out
 */
export function pageOf(names: readonly string[], { size = 0, token }: PageQuery): NamePage {
  if (!Number.isInteger(size) || size < 0) {
    throw invalidArgument(`page_size ${size}: must be a number from 0 to ${LARGEST_PAGE}.`);
  }
  const after = token === undefined || token === "" ? undefined : decode(token);
  const rest = after === undefined ? names : names.filter((name) => name > after);
  const page = rest.slice(0, Math.min(size === 0 ? LARGEST_PAGE : size, LARGEST_PAGE));
  const last = page.at(-1);
  const more = last !== undefined && page.length < rest.length;
  return { names: page, ...(more && { next: Buffer.from(last).toString("base64url") }) };
}

function decode(token: string): string {
  const name = Buffer.from(token, "base64url").toString();
  if (Buffer.from(name).toString("base64url") === token) return name;
  throw invalidArgument(`page_token '${token}' was not given out by this list.`);
}
