import type { Cancel, ClockMode, ControlledClock } from "./clock.js";

/** How a clock is made. */
export interface ClockOptions {
  /** Default `instant`. */
  readonly mode?: ClockMode;
  /** Times the machine's pace, for `scaled` only. Default 100. */
  readonly factor?: number;
  /** Milliseconds since the Unix epoch to begin at. Default: now. */
  readonly start?: number;
  /** Where errors of scheduled work go. Default: thrown, so that the process reports them. */
  readonly onError?: (error: unknown) => void;
}

/** Real milliseconds for which the instant clock waits for somebody to see an object's state. */
const HOLD = 1000;
/** The same for work that does not say which object's state it ends. */
const SHORT_HOLD = 200;
/** The longest wait that `setTimeout` takes. */
const LONGEST_TIMEOUT = 2 ** 31 - 1;

interface Entry {
  readonly due: number;
  readonly order: number;
  readonly alarm: boolean;
  readonly work: () => void;
  readonly subject: string | undefined;
  /** When the machine's clock lets the instant clock jump to it. */
  ripeAt: number;
}

/** Makes a clock; `close()` it when done. */
export function createClock(options: ClockOptions = {}): ControlledClock {
  return new QueueClock(options);
}

/** A clock that stands still until it is advanced: for tests. */
export function manualClock(start?: number): ControlledClock {
  return new QueueClock({ mode: "manual", ...(start === undefined ? {} : { start }) });
}

class QueueClock implements ControlledClock {
  readonly mode: ClockMode;
  readonly #factor: number;
  readonly #onError: (error: unknown) => void;
  readonly #realStart: number = Date.now();
  /** Sorted by time, then by the order of scheduling. */
  readonly #queue: Entry[] = [];
  #start: number;
  /** Time does not run back: after a jump it stands until the machine's clock has caught up. */
  #floor: number;
  #order = 0;
  #wake: Cancel | undefined;

  constructor(options: ClockOptions) {
    this.mode = options.mode ?? "instant";
    this.#factor = factorOf(this.mode, options.factor);
    this.#start = options.start ?? this.#realStart;
    this.#floor = this.#start;
    this.#onError = options.onError ?? rethrow;
  }

  now(): number {
    return Math.max(this.#floor, Math.floor(this.#flow()));
  }

  schedule(milliseconds: number, work: () => void, subject?: string): Cancel {
    const hold = subject === undefined ? SHORT_HOLD : HOLD;
    const held = this.mode === "instant" && milliseconds > 0;
    return this.#add(milliseconds, {
      alarm: false,
      work,
      subject,
      ripeAt: held ? Date.now() + hold : 0,
    });
  }

  alarm(milliseconds: number, work: () => void): Cancel {
    const ripeAt = Number.POSITIVE_INFINITY;
    return this.#add(milliseconds, { alarm: true, work, subject: undefined, ripeAt });
  }

  advance(milliseconds: number): void {
    if (!(milliseconds >= 0 && milliseconds < Number.POSITIVE_INFINITY)) {
      throw new RangeError(
        `advance(${milliseconds}): time only passes by zero or more milliseconds`,
      );
    }
    const target = this.now() + milliseconds;
    this.#runUntil(target);
    this.#start += Math.max(0, target - this.#flow());
    this.#floor = Math.max(this.#floor, target);
    this.#arm();
  }

  beginRead(): (answer: string | Uint8Array) => void {
    const last = this.#order;
    return (answer) => {
      if (this.mode !== "instant") return;
      const seen = this.#queue.filter((entry) => {
        return !entry.alarm && entry.order <= last && entry.ripeAt > 0 && shows(answer, entry);
      });
      for (const entry of seen) entry.ripeAt = 0;
      if (seen.length > 0) this.#arm();
    };
  }

  close(): void {
    this.#queue.length = 0;
    this.#arm();
  }

  /** Time as it flows, jumps left aside. */
  #flow(): number {
    return this.#start + (Date.now() - this.#realStart) * this.#factor;
  }

  #add(milliseconds: number, what: Omit<Entry, "due" | "order">): Cancel {
    const wait = Number.isNaN(milliseconds) ? 0 : Math.max(0, milliseconds);
    const entry: Entry = { due: this.now() + wait, order: ++this.#order, ...what };
    let at = this.#queue.length;
    while (at > 0 && (this.#queue[at - 1] as Entry).due > entry.due) at -= 1;
    this.#queue.splice(at, 0, entry);
    if (at === 0 || this.mode === "instant") this.#arm();
    return () => {
      const index = this.#queue.indexOf(entry);
      if (index < 0) return;
      this.#queue.splice(index, 1);
      this.#arm();
    };
  }

  /** Runs what is due up to `time`, in order, including what that work schedules. */
  #runUntil(time: number): void {
    for (let entry = this.#queue[0]; entry && entry.due <= time; entry = this.#queue[0]) {
      this.#queue.shift();
      this.#floor = Math.max(this.#floor, entry.due);
      try {
        entry.work();
      } catch (error) {
        this.#onError(error);
      }
    }
  }

  /** Sets one timer for whatever comes next. */
  #arm(): void {
    this.#wake?.();
    this.#wake = undefined;
    const wait = this.#untilNext();
    if (wait === undefined) return;
    const ring = (): void => {
      this.#wake = undefined;
      this.#ring();
    };
    if (wait <= 0) {
      const immediate = setImmediate(ring);
      this.#wake = () => clearImmediate(immediate);
    } else {
      const timer = setTimeout(ring, Math.min(Math.ceil(wait), LONGEST_TIMEOUT));
      timer.unref();
      this.#wake = () => clearTimeout(timer);
    }
  }

  /** Real milliseconds until something must run; undefined: nothing will by itself. */
  #untilNext(): number | undefined {
    const first = this.#queue[0];
    if (!first) return undefined;
    if (first.due <= this.now()) return 0;
    const flow = this.#factor > 0 ? (first.due - this.#flow()) / this.#factor : undefined;
    const jump = this.#nextJump();
    if (!jump) return flow;
    return Math.min(flow ?? Number.POSITIVE_INFINITY, jump.ripeAt - Date.now());
  }

  #nextJump(): Entry | undefined {
    return this.mode === "instant" ? this.#queue.find((entry) => !entry.alarm) : undefined;
  }

  #ring(): void {
    this.#runUntil(this.now());
    const jump = this.#nextJump();
    if (jump && jump.ripeAt <= Date.now()) this.#runUntil(jump.due);
    this.#arm();
  }
}

function shows(answer: string | Uint8Array, { subject }: Entry): boolean {
  if (subject === undefined) return true;
  if (typeof answer === "string") return answer.includes(subject);
  return Buffer.from(answer.buffer, answer.byteOffset, answer.byteLength).includes(subject);
}

function factorOf(mode: ClockMode, factor = 100): number {
  if (mode === "manual") return 0;
  if (mode !== "scaled") return 1;
  if (factor > 0 && factor < Number.POSITIVE_INFINITY) return factor;
  throw new RangeError(`clock factor ${factor}: must be a number above zero`);
}

function rethrow(error: unknown): void {
  queueMicrotask(() => {
    throw error;
  });
}
