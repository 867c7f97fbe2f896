import type { Clock } from "./clock.js";

/** What {@link combineSignals} joins. */
export interface SignalSources {
  /** Signals of the caller's; the first to abort gives the reason. */
  readonly signals?: readonly (AbortSignal | undefined)[];
  /** A time limit: milliseconds from now on `clock`, and the reason to abort with. */
  readonly timeout?: {
    readonly clock: Clock;
    readonly milliseconds: number;
    readonly reason: () => unknown;
  };
}

/** One signal for several sources. */
export interface CombinedSignal {
  /** `undefined` when there is no source. */
  readonly signal: AbortSignal | undefined;
  /** Detaches from all sources and stops the timer; call it when the work is done. */
  dispose(): void;
}

/** One signal that aborts, with its reason, as soon as any source does. */
export function combineSignals(sources: SignalSources): CombinedSignal {
  const signals = (sources.signals ?? []).filter((signal) => signal !== undefined);
  const { timeout } = sources;
  if (timeout === undefined && signals.length < 2) return { signal: signals[0], dispose() {} };

  const combined = new AbortController();
  const done = new AbortController();
  const dispose = (): void => {
    done.abort();
    for (const [signal, listener] of listeners) signal.removeEventListener("abort", listener);
    listeners.clear();
  };
  const abort = (reason: unknown): void => {
    dispose();
    combined.abort(reason);
  };
  const listeners = new Map<AbortSignal, () => void>();
  for (const signal of new Set(signals)) {
    if (signal.aborted) {
      abort(signal.reason);
      return { signal: combined.signal, dispose };
    }
    const listener = (): void => abort(signal.reason);
    listeners.set(signal, listener);
    signal.addEventListener("abort", listener, { once: true });
  }
  if (timeout !== undefined && timeout.milliseconds <= 0) {
    abort(timeout.reason());
  } else if (timeout !== undefined) {
    timeout.clock.sleep(timeout.milliseconds, done.signal).then(
      () => {
        if (!done.signal.aborted) abort(timeout.reason());
      },
      () => {}, // disposed
    );
  }
  return { signal: combined.signal, dispose };
}
