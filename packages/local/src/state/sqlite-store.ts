import { parseExact, stringifyExact } from "../json/index.js";
import type { Driver, Statement } from "./driver.js";
import type { ClosableStore, Collection, Store } from "./store.js";

/** Everything that is ever said to the database. Scopes are paths, their parts encoded. */
class Statements {
  readonly get: Statement;
  readonly put: Statement;
  readonly delete: Statement;
  readonly values: Statement;
  readonly count: Statement;
  readonly clear: Statement;

  constructor(database: Driver) {
    const one = "scope = ? AND collection = ? AND key = ?";
    const all = "scope = ? AND collection = ?";
    this.get = database.prepare(`SELECT value FROM entries WHERE ${one}`);
    this.put = database.prepare(
      "INSERT INTO entries (scope, collection, key, value) VALUES (?, ?, ?, ?) " +
        "ON CONFLICT (scope, collection, key) DO UPDATE SET value = excluded.value",
    );
    this.delete = database.prepare(`DELETE FROM entries WHERE ${one}`);
    this.values = database.prepare(`SELECT value FROM entries WHERE ${all} ORDER BY position`);
    this.count = database.prepare(`SELECT count(*) AS count FROM entries WHERE ${all}`);
    // Why these bounds: 0 comes right after the slash, so that between them lie the scopes within.
    this.clear = database.prepare(
      "DELETE FROM entries WHERE scope = ?1 OR (scope >= ?1 || '/' AND scope < ?1 || '0')",
    );
  }
}

/** Shared by a store and its scopes. */
interface Connection {
  readonly database: Driver;
  readonly statements: Statements;
  depth: number;
}

/** A store in a SQLite database. */
export class SqliteStore implements ClosableStore {
  readonly #scope: SqliteScope;
  readonly #close: () => void;

  /** @param close lets go of the database */
  constructor(database: Driver, close: () => void) {
    this.#scope = new SqliteScope({ database, statements: new Statements(database), depth: 0 }, "");
    this.#close = close;
  }

  collection<T extends object>(name: string): Collection<T> {
    return this.#scope.collection(name);
  }

  scope(name: string): Store {
    return this.#scope.scope(name);
  }

  transaction<T>(work: () => T): T {
    return this.#scope.transaction(work);
  }

  clear(): void {
    this.#scope.clear();
  }

  close(): void {
    this.#close();
  }
}

class SqliteScope implements Store {
  readonly #connection: Connection;
  readonly #scope: string;

  constructor(connection: Connection, scope: string) {
    this.#connection = connection;
    this.#scope = scope;
  }

  collection<T extends object>(name: string): Collection<T> {
    return new SqliteCollection<T>(this.#connection.statements, this.#scope, name);
  }

  scope(name: string): Store {
    return new SqliteScope(this.#connection, `${this.#scope}/${encodeURIComponent(name)}`);
  }

  transaction<T>(work: () => T): T {
    const connection = this.#connection;
    if (connection.depth > 0) return work();
    connection.database.exec("BEGIN");
    connection.depth += 1;
    try {
      const result = work();
      connection.database.exec("COMMIT");
      return result;
    } catch (error) {
      connection.database.exec("ROLLBACK");
      throw error;
    } finally {
      connection.depth -= 1;
    }
  }

  clear(): void {
    this.#connection.statements.clear.run(this.#scope);
  }
}

class SqliteCollection<T extends object> implements Collection<T> {
  readonly #statements: Statements;
  readonly #scope: string;
  readonly #name: string;

  constructor(statements: Statements, scope: string, name: string) {
    this.#statements = statements;
    this.#scope = scope;
    this.#name = name;
  }

  get size(): number {
    const row = this.#statements.count.get(this.#scope, this.#name);
    return Number((row as { readonly count: bigint | number }).count);
  }

  get(key: string): T | undefined {
    const row = this.#statements.get.get(this.#scope, this.#name, key);
    return row ? decode<T>(row) : undefined;
  }

  put(key: string, value: T): void {
    this.#statements.put.run(this.#scope, this.#name, key, stringifyExact(value));
  }

  delete(key: string): boolean {
    return Number(this.#statements.delete.run(this.#scope, this.#name, key).changes) > 0;
  }

  values(): T[] {
    return this.#statements.values.all(this.#scope, this.#name).map((row) => decode<T>(row));
  }
}

function decode<T>(row: unknown): T {
  return parseExact((row as { readonly value: string }).value) as T;
}
