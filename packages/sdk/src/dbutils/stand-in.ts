type Method = (...args: readonly unknown[]) => unknown;

/**
 * Stands for a utility whose code is not loaded yet: it has the methods, and the first call of one
 * loads it. Calls reach it in the order in which they were made. A load that fails rejects the call
 * that asked for it, and is tried again by the next one.
 */
export function standIn<Utility extends object>(
  names: string,
  load: () => Promise<Utility>,
): Utility {
  let loading: Promise<Utility> | undefined;
  const invoke = async (name: string, args: readonly unknown[]): Promise<unknown> => {
    loading ??= load().catch((error: unknown) => {
      loading = undefined;
      throw error;
    });
    // A test compares these names with the methods of the class.
    const loaded = (await loading) as Record<string, Method>;
    return loaded[name]?.(...args);
  };
  const methods = names
    .split(" ")
    .map((name): [string, Method] => [name, (...args) => invoke(name, args)]);
  return Object.fromEntries(methods) as Utility;
}
