/** Aborts when the caller's signal does, or when nothing was heard for too long. */
export class Watchdog {
  readonly #controller: AbortController = new AbortController();
  readonly #silence: number;
  readonly #caller: AbortSignal | undefined;
  readonly #reason: () => unknown;
  #timer: ReturnType<typeof setTimeout> | undefined;

  /** Starts to watch. `silence` is in milliseconds, 0 for no limit. */
  constructor(silence: number, caller: AbortSignal | undefined, reason: () => unknown) {
    this.#silence = silence;
    this.#caller = caller;
    this.#reason = reason;
    caller?.addEventListener("abort", this.#onAbort, { once: true });
    this.fed();
  }

  get signal(): AbortSignal {
    return this.#controller.signal;
  }

  /** Something was heard, or is waited for from now on. */
  fed(): void {
    clearTimeout(this.#timer);
    if (this.#silence === 0) return;
    this.#timer = setTimeout(() => this.#controller.abort(this.#reason()), this.#silence);
  }

  /** Nothing is waited for at the moment. */
  rest(): void {
    clearTimeout(this.#timer);
  }

  /** Ends the watch. */
  stop(): void {
    this.rest();
    this.#caller?.removeEventListener("abort", this.#onAbort);
  }

  readonly #onAbort = (): void => {
    this.rest();
    this.#controller.abort(this.#caller?.reason);
  };
}
