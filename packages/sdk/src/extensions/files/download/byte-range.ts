import { InvalidRequestError } from "../../../errors/index.js";

/** Bytes of a file, from `start` up to but not including `end`; without `end`, to the file's end. */
export interface ByteRange {
  readonly start: number;
  readonly end?: number | undefined;
}

/** A {@link ByteRange} whose end is known. */
export interface ClosedRange extends ByteRange {
  readonly end: number;
}

/** The range that a caller gave. Throws an {@link InvalidRequestError} for one that holds nothing. */
export function checkedRange({ start = 0, end }: Partial<ByteRange>): ByteRange {
  if (!Number.isSafeInteger(start) || start < 0) {
    throw new InvalidRequestError(`start is ${start}: give a byte's place, 0 or more`, {
      field: "start",
    });
  }
  if (end === undefined || end === Infinity) return { start };
  if (!Number.isSafeInteger(end) || end <= start) {
    throw new InvalidRequestError(`end is ${end}: give a byte's place behind start (${start})`, {
      field: "end",
    });
  }
  return { start, end };
}

/** The header that asks for a range (RFC 9110 §14.2); none for a whole file. */
export function rangeHeader({ start, end }: ByteRange): Readonly<Record<string, string>> {
  if (start === 0 && end === undefined) return {};
  return { range: `bytes=${start}-${end === undefined ? "" : end - 1}` };
}

/** Reads a `Content-Range` header (RFC 9110 §14.4); `undefined` when it is not one of bytes. */
export function readContentRange(
  header: string | undefined,
): (ClosedRange & { readonly size: number | undefined }) | undefined {
  const match = /^bytes (\d+)-(\d+)\/(\d+|\*)$/i.exec(header?.trim() ?? "");
  if (match === null) return undefined;
  const [, first, last, total] = match;
  const size = total === "*" ? undefined : Number(total);
  return { start: Number(first), end: Number(last) + 1, size };
}

/** What of `size` bytes is in none of the ranges, in order. */
export function gaps(ranges: readonly ClosedRange[], size: number): ClosedRange[] {
  const found: ClosedRange[] = [];
  let reached = 0;
  for (const { start, end } of ranges.toSorted((a, b) => a.start - b.start)) {
    if (start > reached) found.push({ start: reached, end: start });
    reached = Math.max(reached, end);
  }
  if (reached < size) found.push({ start: reached, end: size });
  return found;
}

/** The same bytes in pieces of at most `length`. */
export function split(ranges: readonly ClosedRange[], length: number): ClosedRange[] {
  return ranges.flatMap(({ start, end }) =>
    Array.from({ length: Math.ceil((end - start) / length) }, (_, index) => {
      const from = start + index * length;
      return { start: from, end: Math.min(end, from + length) };
    }),
  );
}
