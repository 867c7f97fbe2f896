/**
 * The number that an id is; undefined where it is none that anything can have: it is not written
 * in plain digits (`1e3`, ` 5`, nothing), or it is beyond the integers that numbers hold exactly
 * and rounding would make another object's of it.
 */
export function exactId(id: bigint | number | string): number | undefined {
  const number = Number(id);
  return Number.isSafeInteger(number) && String(number) === String(id) ? number : undefined;
}

/** The same. @throws what `missing` makes of an id that nothing can have */
export function existingId(
  id: bigint | number | string,
  missing: (id: bigint | number | string) => Error,
): number {
  const number = exactId(id);
  if (number === undefined) throw missing(id);
  return number;
}
