import type { Collection, Store } from "../../state/index.js";

/** Ids have 15 digits, as those of the platform. */
const FIRST = 100_000_000_000_000;

/**
 * Numbers of jobs, runs and task runs: each greater than those before it, also after a restart, so
 * that the order of ids is the order of creation.
 */
export class Ids {
  readonly #counter: Collection<{ readonly last: number }>;

  constructor(store: Store) {
    this.#counter = store.collection("job_ids");
  }

  /** The first of `count` new ids in a row. */
  take(count = 1): number {
    const last = this.#counter.get("last")?.last ?? FIRST;
    this.#counter.put("last", { last: last + count });
    return last + 1;
  }
}
