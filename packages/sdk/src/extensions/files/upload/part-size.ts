import { transferDefaults } from "../options.js";

const mebibyte = 1024 ** 2;
const steps: readonly number[] = [10, 20, 50, 100, 200, 500, 1024, 2048, 4096].map(
  (size) => size * mebibyte,
);

/** Parts of a file whose parts are read when they are sent. */
const mostParts = 100;
/** What storage takes at most. Memory for parts matters more than their number. */
const mostBufferedParts = 10_000;

/**
 * Bytes of a part, from the size of the file as far as it is known.
 *
 * @param buffered Whether parts are kept in memory while they are sent.
 */
export function choosePartSize(total: number | undefined, buffered: boolean): number {
  if (total === undefined) return transferDefaults.partSize;
  const most = buffered ? mostBufferedParts : mostParts;
  return steps.find((size) => total <= size * most) ?? 4096 * mebibyte;
}
