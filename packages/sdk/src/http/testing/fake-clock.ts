import type { Clock } from "../../internal/index.js";

/**
 * A clock whose sleeps are over at once and move its time on, so that nothing waits. Those that
 * `holds` picks, such as a call's deadline, last until {@link advance} reaches them instead.
 */
export class FakeClock implements Clock {
  /** Milliseconds of every sleep that was begun. */
  readonly slept: number[] = [];
  readonly #holds: (milliseconds: number) => boolean;
  readonly #held = new Set<{ readonly due: number; readonly wake: () => void }>();
  #now = Date.UTC(2026, 0, 1);

  constructor(holds: (milliseconds: number) => boolean = () => false) {
    this.#holds = holds;
  }

  now(): number {
    return this.#now;
  }

  /** Moves time on and wakes what is due. */
  advance(milliseconds: number): void {
    this.#now += milliseconds;
    for (const sleeper of this.#held) if (sleeper.due <= this.#now) sleeper.wake();
  }

  async sleep(milliseconds: number, signal?: AbortSignal): Promise<void> {
    signal?.throwIfAborted();
    if (!this.#holds(milliseconds)) {
      this.slept.push(milliseconds);
      this.advance(milliseconds);
      return;
    }
    await new Promise<void>((resolve, reject) => {
      const sleeper = { due: this.#now + milliseconds, wake: () => end(resolve) };
      const onAbort = (): void => end(() => reject(signal?.reason as Error));
      const end = (settle: () => void): void => {
        this.#held.delete(sleeper);
        signal?.removeEventListener("abort", onAbort);
        settle();
      };
      this.#held.add(sleeper);
      signal?.addEventListener("abort", onAbort);
    });
  }
}
