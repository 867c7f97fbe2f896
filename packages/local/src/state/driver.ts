/** The little that is needed of SQLite; `node:sqlite` and `libsql` both have it, and are synchronous. */
export interface Driver {
  exec(sql: string): void;
  prepare(sql: string): Statement;
  close(): void;
}

/** A prepared statement. */
export interface Statement {
  run(...values: readonly string[]): { readonly changes: bigint | number };
  get(...values: readonly string[]): unknown;
  all(...values: readonly string[]): readonly unknown[];
}

/** Opens a database file, which is made when it is missing. */
export type OpenDriver = (file: string) => Driver;

interface SqliteModule {
  readonly DatabaseSync: new (file: string) => Driver;
}

/**
 * The SQLite of this Node where it has one, else the one of the optional package `libsql`.
 *
 * @throws Error saying what to do when there is neither
 */
export async function findDriver(): Promise<OpenDriver> {
  const builtin = process.getBuiltinModule("node:sqlite") as SqliteModule | undefined;
  if (builtin) return (file) => new builtin.DatabaseSync(file);
  return libsqlDriver(() => import("libsql"));
}

/** @param load throws where the package is not installed */
export async function libsqlDriver(load: () => Promise<unknown>): Promise<OpenDriver> {
  let module: { readonly default: new (file: string) => Driver };
  try {
    module = (await load()) as typeof module;
  } catch (cause) {
    throw new Error(
      `a folder needs SQLite: install the package "libsql" beside databricks-local, use Node 22.13 ` +
        "or later, or start without a folder",
      { cause },
    );
  }
  return (file) => new module.default(file);
}
