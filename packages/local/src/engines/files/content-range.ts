import { invalidArgument } from "./file-errors.js";

/** What a request of a resumable upload brings: some bytes, or a question about them. */
export type ContentRange =
  | {
      readonly kind: "bytes";
      readonly first: number;
      readonly last: number;
      readonly total?: number;
    }
  | { readonly kind: "status"; readonly total?: number };

/**
 * Reads `Content-Range` as resumable uploads use it: `bytes 0-99/*`, `bytes 100-149/150`, and
 * `bytes *\/*` or `bytes *\/150` without bytes.
 *
 * @throws {WorkspaceError} `INVALID_PARAMETER_VALUE` when it is none of them
 */
export function parseContentRange(header: string): ContentRange {
  const match = /^bytes (?:(\d+)-(\d+)|\*)\/(\d+|\*)$/i.exec(header.trim());
  if (!match) throw invalid(header);
  const [, first, last, size] = match;
  const total = size === undefined || size === "*" ? {} : { total: Number(size) };
  if (first === undefined || last === undefined) return { kind: "status", ...total };
  const range = { kind: "bytes", first: Number(first), last: Number(last), ...total } as const;
  if (range.last < range.first || range.last >= (range.total ?? Number.POSITIVE_INFINITY)) {
    throw invalid(header);
  }
  return range;
}

function invalid(header: string): Error {
  return invalidArgument(`Content-Range '${header}' is not a range of bytes, e.g. bytes 0-99/100.`);
}
