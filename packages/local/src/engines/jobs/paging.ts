import { invalid } from "./job-errors.js";

/** Elements of each array of a job or run that one answer holds. */
export const ARRAY_PAGE = 100;

/** A part of a listing, newest first. */
export interface Page<T> {
  readonly items: readonly T[];
  readonly next?: string;
  readonly prev?: string;
}

/** Where in a listing a page is. */
export interface PageRequest {
  readonly limit?: number | undefined;
  /** How many of the newest to leave out. */
  readonly offset?: number | undefined;
  readonly token?: string | undefined;
}

/** How many items a page may have. */
export interface PageLimits {
  readonly standard: number;
  readonly most: number;
  /** What 0 stands for; undefined: 0 is refused. */
  readonly zero?: number;
}

/** Pages go by the ids at their borders, so that what is created in between repeats nothing. */
interface Cursor {
  readonly before?: number;
  readonly after?: number;
}

/**
 * One page of `all`, which is in ascending order of `idOf`.
 *
 * @throws {WorkspaceError} `INVALID_PARAMETER_VALUE`.
 */
export function newestFirst<T>(
  all: readonly T[],
  idOf: (item: T) => number,
  request: PageRequest,
  limits: PageLimits,
): Page<T> {
  const limit = pageSize(request.limit, limits);
  const cursor = request.token ? readToken<Cursor>(request.token) : {};
  const found = all.toReversed();
  let start = request.offset ?? 0;
  if (start < 0) throw invalid(`offset ${start}: must not be negative.`);
  const { before, after } = cursor;
  if (before !== undefined) start = indexOrEnd(found, (item) => idOf(item) < before);
  if (after !== undefined) {
    start = Math.max(0, indexOrEnd(found, (item) => idOf(item) <= after) - limit);
  }
  const items = found.slice(start, start + limit);
  const [first, last] = [items[0], items.at(-1)];
  return {
    items,
    ...(last && start + limit < found.length ? { next: token({ before: idOf(last) }) } : {}),
    ...(first && start > 0 ? { prev: token({ after: idOf(first) }) } : {}),
  };
}

/** Where the page of an answer's arrays begins. @throws {WorkspaceError} */
export function arrayOffset(pageToken: string | undefined): number {
  if (!pageToken) return 0;
  const { from } = readToken<{ readonly from?: unknown }>(pageToken);
  if (typeof from === "number" && from >= 0) return from;
  throw badToken();
}

/**
 * The same page of each array. What came whole with an earlier page is empty in the later ones.
 * The token is there when any of the arrays goes on.
 */
export function pageArrays<T extends object>(
  arrays: T,
  from: number,
): { readonly page: T; readonly next?: string } {
  const entries = Object.entries(arrays).filter((entry) => Array.isArray(entry[1]));
  const end = from + ARRAY_PAGE;
  const page = Object.fromEntries(entries.map(([name, array]) => [name, array.slice(from, end)]));
  const more = entries.some(([, array]) => array.length > end);
  // Each array keeps its name and the type of its elements.
  return { page: page as T, ...(more ? { next: token({ from: end }) } : {}) };
}

function pageSize(limit: number | undefined, limits: PageLimits): number {
  if (limit === undefined) return limits.standard;
  if (limit === 0 && limits.zero !== undefined) return limits.zero;
  if (limit >= 1 && limit <= limits.most) return Math.floor(limit);
  throw invalid(`limit ${limit}: must be between 1 and ${limits.most}.`);
}

function indexOrEnd<T>(items: readonly T[], test: (item: T) => boolean): number {
  const index = items.findIndex(test);
  return index < 0 ? items.length : index;
}

function token(content: object): string {
  return Buffer.from(JSON.stringify(content)).toString("base64url");
}

function readToken<T extends object>(text: string): Partial<T> {
  try {
    const content: unknown = JSON.parse(Buffer.from(text, "base64url").toString());
    // Whoever made up a token of the right shape gets the page that it names.
    if (typeof content === "object" && content !== null) return content as Partial<T>;
  } catch {
    // Refused below.
  }
  throw badToken();
}

function badToken(): Error {
  return invalid("page_token: is not one that this listing returned.");
}
