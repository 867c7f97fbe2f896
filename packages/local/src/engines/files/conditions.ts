/** What tells one state of a file from another. */
export interface FileVersion {
  /** Milliseconds since the Unix epoch. */
  readonly modified: number;
  /** In quotes; undefined where files are not told by tags, and conditions on tags mean nothing. */
  readonly etag?: string | undefined;
}

/** Whether a file may be sent: not when it changed and should not have, nor when the client has it. */
export type Verdict = "changed" | "send" | "unchanged";

/** Of a request, by lower-case names. */
type Headers = Readonly<Record<string, string>>;

/** Holds a file against the conditions of a request for it (RFC 9110 section 13.2.2). */
export function checkConditions(headers: Headers, version: FileVersion): Verdict {
  const { modified, etag } = version;
  const match = etag && headers["if-match"];
  if (match) {
    if (!tagsIn(match).has("*") && !tagsIn(match).has(etag)) return "changed";
  } else if (isModifiedSince(headers["if-unmodified-since"], modified)) {
    return "changed";
  }
  const noneMatch = etag && headers["if-none-match"];
  if (noneMatch) {
    const tags = tagsIn(noneMatch.replaceAll("W/", ""));
    return tags.has("*") || tags.has(etag) ? "unchanged" : "send";
  }
  const since = etag && dateIn(headers["if-modified-since"]) !== undefined;
  return since && !isModifiedSince(headers["if-modified-since"], modified) ? "unchanged" : "send";
}

/**
 * The range that is asked for; undefined when it is only wanted of another state of the file, by
 * `If-Range` (RFC 9110 section 13.1.5).
 */
export function rangeOf(headers: Headers, { modified, etag }: FileVersion): string | undefined {
  const condition = headers["if-range"];
  const same =
    condition === undefined || condition === etag || dateIn(condition) === whole(modified);
  return same ? headers["range"] : undefined;
}

/**
 * Whether a file is newer than the date in `If-Unmodified-Since` (RFC 9110 section 13.1.4), which
 * knows whole seconds only. What is no date is ignored.
 */
export function isModifiedSince(date: string | undefined, modified: number): boolean {
  const limit = dateIn(date);
  return limit !== undefined && whole(modified) > limit;
}

function tagsIn(list: string): ReadonlySet<string> {
  return new Set(list.split(",").map((tag) => tag.trim()));
}

const DATE =
  /^(?:[A-Z][a-z]{2}, \d\d [A-Z][a-z]{2} \d{4}|[A-Z][a-z]+day, \d\d-[A-Z][a-z]{2}-\d\d) \d\d:\d\d:\d\d GMT$/;
/** Of C's `asctime`. */
const OLD_DATE = /^[A-Z][a-z]{2} [A-Z][a-z]{2} [ \d]\d \d\d:\d\d:\d\d \d{4}$/;

/** The time of a date as HTTP writes it (RFC 9110 section 5.6.7): milliseconds; undefined: it is none. */
function dateIn(text = ""): number | undefined {
  if (!DATE.test(text) && !OLD_DATE.test(text)) return undefined;
  const time = Date.parse(OLD_DATE.test(text) ? `${text} GMT` : text);
  return Number.isNaN(time) ? undefined : time;
}

function whole(time: number): number {
  return Math.floor(time / 1000) * 1000;
}
