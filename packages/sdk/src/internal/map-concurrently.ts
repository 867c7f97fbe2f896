/**
 * Maps items, at most `atOnce` at the same time; the results are in the items' order. The first
 * failure is handed to `stop`, so that what is under way can end as well, and thrown when all of it
 * has; nothing is begun after it.
 */
export async function mapConcurrently<T, U>(
  items: Iterable<T>,
  atOnce: number,
  map: (item: T) => Promise<U>,
  stop?: (error: unknown) => void,
): Promise<U[]> {
  const queue = items[Symbol.iterator]();
  const results: U[] = [];
  const failures: unknown[] = [];
  let begun = 0;
  const work = async (): Promise<void> => {
    while (failures.length === 0) {
      const item = queue.next();
      if (item.done === true) return;
      const index = begun++;
      results[index] = await map(item.value);
    }
  };
  const working = Array.from({ length: atOnce }, () =>
    work().catch((error: unknown) => {
      if (failures.push(error) === 1) stop?.(error);
    }),
  );
  await Promise.all(working);
  if (failures.length > 0) throw failures[0];
  return results;
}
