import { getEventListeners } from "node:events";

/** A signal to abort with a reason, and how many listen to it: nobody may in the end. */
export class Stop {
  readonly #controller = new AbortController();
  readonly #reason: unknown;
  readonly signal: AbortSignal = this.#controller.signal;

  constructor(reason: unknown) {
    this.#reason = reason;
  }

  now(): void {
    this.#controller.abort(this.#reason);
  }

  get listeners(): number {
    return getEventListeners(this.signal, "abort").length;
  }
}
