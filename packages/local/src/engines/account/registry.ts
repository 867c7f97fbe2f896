import type { Collection } from "../../state/index.js";
import { conflict, notFound, taken } from "./account-errors.js";

/** What a registry has to know of its things. */
export interface RegistryOptions<T extends object> {
  readonly collection: Collection<T>;
  /** As error texts call one of them, e.g. `Network`. */
  readonly noun: string;
  readonly idOf: (item: T) => string;
  /** The field whose values may not repeat, if any. */
  readonly uniqueField?: keyof T & string;
  /** What still needs the thing of that id, as error texts name it. */
  readonly usersOf: (id: string) => readonly string[];
}

/** Things of an account that workspaces are made of: each has an id, most have a name of their own. */
export class Registry<T extends object> {
  readonly #options: RegistryOptions<T>;

  constructor(options: RegistryOptions<T>) {
    this.#options = options;
  }

  /**
   * Keeps a new thing, or another state of one.
   *
   * @throws WorkspaceError `ALREADY_EXISTS` when its name is taken by another
   */
  put(item: T): T {
    this.#expectFree(item);
    this.#options.collection.put(this.#options.idOf(item), item);
    return item;
  }

  /** The thing of that id, or `RESOURCE_DOES_NOT_EXIST`. */
  require(id: string): T {
    const item = this.#options.collection.get(id);
    if (!item) throw notFound(this.#options.noun, id);
    return item;
  }

  /** All, oldest first. */
  list(): T[] {
    return this.#options.collection.values();
  }

  /**
   * Removes a thing and returns it.
   *
   * @throws WorkspaceError `RESOURCE_CONFLICT`, naming what still needs it
   */
  remove(id: string): T {
    const item = this.require(id);
    const users = this.#options.usersOf(id);
    if (users.length > 0) {
      throw conflict(
        `${this.#options.noun} ${id} cannot be deleted: it is used by ${users.join(", ")}.`,
      );
    }
    this.#options.collection.delete(id);
    return item;
  }

  #expectFree(item: T): void {
    const { collection, idOf, noun, uniqueField: field } = this.#options;
    if (!field) return;
    const value = item[field];
    const twin = collection.values().find((other) => other[field] === value);
    if (twin && idOf(twin) !== idOf(item)) throw taken(noun, field, String(value));
  }
}
