import { raceSignal } from "../../internal/index.js";

/** One call at a time for each object, in the order in which they were made. */
export class Turns {
  readonly #last = new Map<string, Promise<unknown>>();

  /** Does the work when all before it has ended, well or not; the signal ends the waiting, too. */
  async take<T>(key: string, work: () => Promise<T>, signal?: AbortSignal): Promise<T> {
    const turn = this.#after(this.#last.get(key), work, signal);
    const end = turn.then(ignore, ignore);
    this.#last.set(key, end);
    try {
      return await raceSignal(turn, signal);
    } finally {
      void end.then(() => this.#last.get(key) === end && this.#last.delete(key));
    }
  }

  async #after<T>(
    before: Promise<unknown> | undefined,
    work: () => Promise<T>,
    signal?: AbortSignal,
  ): Promise<T> {
    await before;
    signal?.throwIfAborted();
    return work();
  }
}

function ignore(): void {}
