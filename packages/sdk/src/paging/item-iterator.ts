import type { Page } from "./page.js";

const END: IteratorReturnResult<undefined> = { done: true, value: undefined };

/**
 * Hands out the items of pages one by one. Why not an async generator: it settles three promises
 * per item where one will do, and lists have many items.
 */
export class ItemIterator<T> implements AsyncIterator<T, undefined> {
  readonly #pages: AsyncIterator<Page<T>>;
  #items: readonly T[] = [];
  #position = 0;
  #loading: Promise<boolean> | undefined;
  #ended = false;

  constructor(pages: AsyncIterator<Page<T>>) {
    this.#pages = pages;
  }

  next(): Promise<IteratorResult<T, undefined>> {
    if (this.#position < this.#items.length) {
      return Promise.resolve({ done: false, value: this.#items[this.#position++] as T });
    }
    if (this.#ended) return Promise.resolve(END);
    this.#loading ??= this.#load();
    return this.#loading.then(() => this.next());
  }

  async return(): Promise<IteratorReturnResult<undefined>> {
    this.#end();
    await this.#pages.return?.();
    return END;
  }

  async #load(): Promise<boolean> {
    try {
      const page = await this.#pages.next();
      if (page.done === true || this.#ended) this.#end();
      else this.#items = page.value.items;
      this.#position = 0;
      return !this.#ended;
    } catch (error) {
      this.#end();
      throw error;
    } finally {
      this.#loading = undefined;
    }
  }

  #end(): void {
    this.#ended = true;
    this.#items = [];
  }
}
