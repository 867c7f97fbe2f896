import { WorkspaceError } from "../../errors/index.js";

/** Which part of a list is asked for. */
export interface PageRequest {
  readonly page_size?: number | undefined;
  readonly page_token?: string | undefined;
}

/** A part of a list. */
export interface Page<T> {
  readonly items: T[];
  /** Left out on the last page. */
  readonly next_page_token?: string;
}

const DEFAULT_SIZE = 100;
const LARGEST_SIZE = 1000;

/**
 * Cuts one page out of a list.
 *
 * @throws WorkspaceError `INVALID_PARAMETER_VALUE` for a size below zero or a token that is not ours
 */
export function pageOf<T>(all: readonly T[], request: PageRequest): Page<T> {
  const { page_size: asked = 0, page_token: token } = request;
  if (asked < 0) throw invalid(`page_size ${asked} must not be negative`);
  const size = Math.min(asked === 0 ? DEFAULT_SIZE : asked, LARGEST_SIZE);
  const from = token ? Number(/^o(\d{1,9})$/.exec(decode(token))?.[1] ?? Number.NaN) : 0;
  if (Number.isNaN(from)) throw invalid("page_token is not one that a list gave out");
  const items = all.slice(from, from + size);
  if (from + size >= all.length) return { items };
  return { items, next_page_token: Buffer.from(`o${from + size}`).toString("base64url") };
}

function decode(token: string): string {
  return Buffer.from(token, "base64url").toString();
}

function invalid(message: string): WorkspaceError {
  return new WorkspaceError("INVALID_PARAMETER_VALUE", message);
}
