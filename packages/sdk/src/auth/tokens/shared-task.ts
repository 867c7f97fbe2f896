/**
 * Work that several callers wait for. A caller's signal ends that caller's wait; the work itself is
 * told to stop when the last of them has gone, unless it was begun for nobody in particular.
 */
export class SharedTask<T> {
  readonly #abort = new AbortController();
  readonly #result: Promise<T>;
  readonly #isBackground: boolean;
  #waiting = 0;

  /** @param isBackground It goes on whether or not anybody waits, and gets no signal. */
  constructor(run: (signal: AbortSignal | undefined) => Promise<T>, isBackground: boolean) {
    this.#isBackground = isBackground;
    this.#result = run(isBackground ? undefined : this.#abort.signal);
    // Those who wait get the error; where nobody does, it is nobody's.
    this.#result.catch(() => undefined);
  }

  /** Whether its failure says nothing to a caller that joins now. */
  get isOthers(): boolean {
    return this.#isBackground || this.#abort.signal.aborted;
  }

  wait(signal?: AbortSignal): Promise<T> {
    if (signal === undefined) {
      this.#waiting += 1; // for ever, as this caller can't leave
      return this.#result;
    }
    return new Promise((resolve, reject) => {
      const leave = (): void => {
        this.#waiting -= 1;
        if (this.#waiting === 0 && !this.#isBackground) this.#abort.abort(signal.reason);
        reject(signal.reason as Error);
      };
      if (signal.aborted) return reject(signal.reason as Error);
      this.#waiting += 1;
      signal.addEventListener("abort", leave, { once: true });
      this.#result.then(resolve, reject).finally(() => signal.removeEventListener("abort", leave));
    });
  }
}
