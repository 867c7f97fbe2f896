/** A value that survives `JSON.stringify` and back. */
export type Json =
  | null
  | boolean
  | number
  | string
  | readonly Json[]
  | { readonly [key: string]: Json | undefined };

/**
 * Where a workspace keeps what it knows. All calls are synchronous, and durable when they return
 * where the store is on disk. Values are copied on the way in and out: changing one that was read
 * changes nothing until it is put again. Fields that are `undefined` are dropped, as in JSON;
 * `bigint` is kept.
 */
export interface Store {
  /** The collection of that name; collections need no declaration. */
  collection<T extends object>(name: string): Collection<T>;
  /** A store whose collections are apart from all others: one for each workspace. */
  scope(name: string): Store;
  /** Runs `work` whole or not at all. Calls may nest; the outermost decides. */
  transaction<T>(work: () => T): T;
  /** Removes everything in this store and its scopes. */
  clear(): void;
}

/** A store as its owner sees it. */
export interface ClosableStore extends Store {
  /** Lets go of files and locks. The store must not be used any more. */
  close(): void;
}

/** Values by key, listed in the order in which their keys were first put. */
export interface Collection<T extends object> {
  get(key: string): T | undefined;
  put(key: string, value: T): void;
  /** True when there was such a key. */
  delete(key: string): boolean;
  values(): T[];
  /** How many keys there are. */
  readonly size: number;
}
