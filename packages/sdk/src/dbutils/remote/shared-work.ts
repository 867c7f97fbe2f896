import { raceSignal } from "../../internal/index.js";

/** Work that several callers wait for. It is given up when none of them waits any more. */
export class SharedWork<T> {
  readonly #controller = new AbortController();
  readonly #result: Promise<T>;
  #waiting = 0;
  #state: "pending" | "done" | "failed" = "pending";

  /** Begins at once. */
  constructor(work: (signal: AbortSignal) => Promise<T>) {
    this.#result = work(this.#controller.signal);
    this.#result.then(
      () => (this.#state = "done"),
      () => (this.#state = "failed"),
    );
  }

  /** It failed, or was given up: there is nothing to wait for. */
  get isLost(): boolean {
    return this.#state === "failed" || this.#controller.signal.aborted;
  }

  /** Waits for the result; the signal ends this wait, and the work with it only if it is the last. */
  async join(signal?: AbortSignal): Promise<T> {
    this.#waiting++;
    try {
      return await raceSignal(this.#result, signal);
    } finally {
      this.#waiting--;
      if (this.#waiting === 0 && this.#state === "pending") this.#controller.abort(signal?.reason);
    }
  }
}
