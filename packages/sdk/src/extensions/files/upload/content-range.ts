import { InvalidResponseError } from "../../../errors/index.js";

/** The `Content-Range` of a chunk (RFC 9110 §14.4); `total` is given with the last one only. */
export function contentRange(start: number, end: number, total: number | undefined): string {
  const bytes = end > start ? `${start}-${end - 1}` : "*";
  return `bytes ${bytes}/${total ?? "*"}`;
}

/** The `Content-Range` that asks how much has arrived, and changes nothing. */
export const askRange = "bytes */*";

/**
 * The bytes that storage has, counted from the file's beginning, as the `Range` header of its answer
 * says; none without one. Throws an {@link InvalidResponseError} for what it can't have.
 *
 * @param sent What it had before, and what it may have by now.
 */
export function confirmedBytes(
  range: string | undefined,
  sent: { readonly start: number; readonly end: number },
): number {
  const last = /^bytes=0-(\d+)$/.exec(range ?? "")?.[1];
  const confirmed = last === undefined ? 0 : Number(last) + 1;
  const isReadable = range === undefined || range === "" || last !== undefined;
  if (isReadable && confirmed >= sent.start && confirmed <= sent.end) return confirmed;
  const has = isReadable ? `${confirmed} bytes` : "an unreadable range";
  throw new InvalidResponseError(
    `storage says that it has ${has} of a file of which ${sent.start} to ${sent.end} were sent`,
  );
}
