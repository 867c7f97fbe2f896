import { parseExact, stringifyExact } from "../json/index.js";
import type { ClosableStore, Collection, Store } from "./store.js";

type Values = Map<string, string>;

/** Undoes one change. */
type Undo = () => void;

/** What to undo, last change first, if the transaction under way fails; undefined: there is none. */
interface Journal {
  undo: Undo[] | undefined;
}

/** A store that is gone when the process ends. */
export function memoryStore(): ClosableStore {
  return new MemoryStore({ undo: undefined });
}

class MemoryStore implements ClosableStore {
  readonly #collections = new Map<string, Values>();
  readonly #scopes = new Map<string, MemoryStore>();
  /** Shared by a store and its scopes. */
  readonly #journal: Journal;

  constructor(journal: Journal) {
    this.#journal = journal;
  }

  collection<T extends object>(name: string): Collection<T> {
    let values = this.#collections.get(name);
    if (!values) this.#collections.set(name, (values = new Map()));
    return new MemoryCollection<T>(values, this.#journal);
  }

  scope(name: string): Store {
    let scope = this.#scopes.get(name);
    if (!scope) this.#scopes.set(name, (scope = new MemoryStore(this.#journal)));
    return scope;
  }

  transaction<T>(work: () => T): T {
    if (this.#journal.undo) return work();
    const undo: Undo[] = [];
    this.#journal.undo = undo;
    try {
      return work();
    } catch (error) {
      for (const step of undo.toReversed()) step();
      throw error;
    } finally {
      this.#journal.undo = undefined;
    }
  }

  clear(): void {
    for (const values of this.#collections.values()) {
      const before = [...values];
      this.#journal.undo?.push(() => refill(values, before));
      values.clear();
    }
    for (const scope of this.#scopes.values()) scope.clear();
  }

  close(): void {}
}

class MemoryCollection<T extends object> implements Collection<T> {
  readonly #values: Values;
  readonly #journal: Journal;

  constructor(values: Values, journal: Journal) {
    this.#values = values;
    this.#journal = journal;
  }

  get size(): number {
    return this.#values.size;
  }

  get(key: string): T | undefined {
    const text = this.#values.get(key);
    return text === undefined ? undefined : (parseExact(text) as T);
  }

  put(key: string, value: T): void {
    const values = this.#values;
    const before = values.get(key);
    values.set(key, stringifyExact(value));
    this.#journal.undo?.push(() => {
      if (before === undefined) values.delete(key);
      else values.set(key, before);
    });
  }

  delete(key: string): boolean {
    const values = this.#values;
    if (this.#journal.undo && values.has(key)) {
      const before = [...values];
      this.#journal.undo.push(() => refill(values, before));
    }
    return values.delete(key);
  }

  values(): T[] {
    return Array.from(this.#values.values(), (text) => parseExact(text) as T);
  }
}

/** Puts the entries back, and their order with them. */
function refill(values: Values, entries: Iterable<readonly [string, string]>): void {
  values.clear();
  for (const [key, text] of entries) values.set(key, text);
}
