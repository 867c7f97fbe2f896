/**
 * Maps items in their order, at most `atOnce` at the same time. When one fails, no other is begun, and
 * the result is its error.
 */
export async function mapConcurrently<T, U>(
  items: readonly T[],
  atOnce: number,
  map: (item: T) => Promise<U>,
): Promise<U[]> {
  const results: U[] = [];
  // A worker that fails closes the generator that all of them share, so the others come to an end.
  const pending = (function* () {
    yield* items.entries();
  })();
  const work = async (): Promise<void> => {
    for (const [index, item] of pending) results[index] = await map(item);
  };
  await Promise.all(Array.from({ length: Math.min(atOnce, items.length) }, work));
  return results;
}
