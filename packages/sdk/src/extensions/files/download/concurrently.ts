/**
 * Does work for each item, so many at a time. The first failure is handed to `stop`, so that what is
 * under way ends as well, and thrown when all of it has; nothing is begun after it.
 */
export async function concurrently<T>(
  items: Iterable<T>,
  limit: number,
  work: (item: T) => Promise<void>,
  stop: (error: unknown) => void,
): Promise<void> {
  const queue = items[Symbol.iterator]();
  const failures: unknown[] = [];
  const worker = async (): Promise<void> => {
    while (failures.length === 0) {
      const item = queue.next();
      if (item.done === true) return;
      await work(item.value);
    }
  };
  const working = Array.from({ length: limit }, () =>
    worker().catch((error: unknown) => {
      if (failures.push(error) === 1) stop(error);
    }),
  );
  await Promise.all(working);
  if (failures.length > 0) throw failures[0];
}
