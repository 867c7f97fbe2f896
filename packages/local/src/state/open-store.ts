import { chmodSync, mkdirSync } from "node:fs";
import { join } from "node:path";
import { findDriver, type Driver, type OpenDriver } from "./driver.js";
import { SqliteStore } from "./sqlite-store.js";
import type { ClosableStore } from "./store.js";

/** The layout of the tables that this version reads and writes. */
const SCHEMA_VERSION = 1;

const schema = `
  CREATE TABLE entries (
    position INTEGER PRIMARY KEY AUTOINCREMENT,
    scope TEXT NOT NULL,
    collection TEXT NOT NULL,
    key TEXT NOT NULL,
    value TEXT NOT NULL,
    UNIQUE (scope, collection, key)
  );
  PRAGMA user_version = ${SCHEMA_VERSION};
`;

/**
 * Opens the store in a folder, which is made when it is missing. What was written is there again
 * after the process was killed; one process at a time may have it.
 *
 * @param open default: the SQLite of this Node, or `libsql`
 * @throws Error when the folder is in use, was written by a later version, or cannot be written
 */
export async function openStore(folder: string, open?: OpenDriver): Promise<ClosableStore> {
  const driver = open ?? (await findDriver());
  mkdirSync(folder, { recursive: true });
  const lock = takeLock(driver, folder);
  try {
    const database = openDatabase(driver, folder);
    return new SqliteStore(database, () => {
      database.close();
      lock.close();
    });
  } catch (error) {
    lock.close();
    throw error;
  }
}

/**
 * Why a database of its own: a transaction that never ends locks it until the process ends, however
 * it ends, and closing it lets go at once, which drivers do not with prepared statements about.
 */
function takeLock(driver: OpenDriver, folder: string): Driver {
  const lock = driver(join(folder, "lock.db"));
  try {
    lock.exec("BEGIN EXCLUSIVE");
    return lock;
  } catch (error) {
    lock.close();
    if (!/locked|busy/i.test(String(error))) throw error;
    throw new Error(`the folder ${folder} is in use by another local workspace`, { cause: error });
  }
}

function openDatabase(driver: OpenDriver, folder: string): Driver {
  const file = join(folder, "state.db");
  const database = driver(file);
  try {
    // Why: it holds the administrator's token.
    chmodSync(file, 0o600);
    database.exec("PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL;");
    prepareSchema(database, folder);
    return database;
  } catch (error) {
    database.close();
    throw error;
  }
}

function prepareSchema(database: Driver, folder: string): void {
  const { user_version: found } = database.prepare("PRAGMA user_version").get() as {
    readonly user_version: number;
  };
  if (found === SCHEMA_VERSION) return;
  if (found === 0) {
    database.exec(`BEGIN; ${schema} COMMIT;`);
    return;
  }
  throw new Error(
    `the folder ${folder} has state of version ${found}; this databricks-local reads ` +
      `version ${SCHEMA_VERSION}: choose another folder, or another version of databricks-local`,
  );
}
