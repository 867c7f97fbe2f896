import type { Clock } from "../../internal/index.js";

/** How far a transfer has come. */
export interface TransferProgress {
  /** Bytes so far. Goes down when a part has to be sent again. */
  readonly bytes: number;
  /** Bytes in all; absent where nobody knows yet. */
  readonly total?: number;
  /** Bytes per second, over the last seconds. */
  readonly rate: number;
}

/** What a {@link ProgressMeter} is made from. */
export interface ProgressMeterOptions {
  readonly clock: Clock;
  readonly total?: number | undefined;
  /** Bytes that were there before, which make no rate. Default: 0. */
  readonly done?: number | undefined;
  /** Called at most ten times a second. */
  readonly onProgress?: ((progress: TransferProgress) => void) | undefined;
}

/** Milliseconds between two reports at least. */
const pause = 100;
/** Milliseconds that the rate looks back. */
const window = 5000;

/** Counts the bytes of one transfer, and reports them. */
export class ProgressMeter {
  readonly #clock: Clock;
  #total: number | undefined;
  readonly #onProgress: ((progress: TransferProgress) => void) | undefined;
  readonly #samples: { readonly at: number; readonly bytes: number }[];
  #bytes: number;
  #reported: number;

  constructor({ clock, total, done = 0, onProgress }: ProgressMeterOptions) {
    this.#clock = clock;
    this.#total = total;
    this.#onProgress = onProgress;
    this.#bytes = done;
    this.#reported = clock.now();
    this.#samples = [{ at: this.#reported, bytes: done }];
  }

  /** Bytes so far. */
  get bytes(): number {
    return this.#bytes;
  }

  /** More bytes have moved; a negative number takes back those of an attempt that failed. */
  add(bytes: number): void {
    this.#bytes += bytes;
    if (bytes === 0 || this.#onProgress === undefined) return;
    const now = this.#clock.now();
    if (now - this.#reported >= pause) this.#report(now);
  }

  /** Reports the end: what has come is all there is. */
  finish(): void {
    this.#total = this.#bytes;
    if (this.#onProgress !== undefined) this.#report(this.#clock.now());
  }

  #report(now: number): void {
    this.#reported = now;
    const samples = this.#samples;
    samples.push({ at: now, bytes: this.#bytes });
    while (samples.length > 2 && now - (samples[1]?.at ?? now) >= window) samples.shift();
    const [first = { at: now, bytes: 0 }] = samples;
    const seconds = Math.max(now - first.at, 1) / 1000;
    const rate = Math.max(0, (this.#bytes - first.bytes) / seconds);
    const total = this.#total === undefined ? undefined : { total: this.#total };
    this.#onProgress?.({ bytes: this.#bytes, ...total, rate });
  }
}

/** The caller's function; where it returns a promise that fails, that ends the transfer as well. */
export function watching<T>(
  onProgress: ((progress: T) => void) | undefined,
  abort: (reason: unknown) => void,
): ((progress: T) => void) | undefined {
  if (onProgress === undefined) return undefined;
  return (progress) => {
    const returned: unknown = onProgress(progress);
    if (returned instanceof Promise) returned.catch(abort);
  };
}
