import { type Clock, type HttpResponse, nodeTransport, type Transport } from "databricks-sdk-ts";

interface Sleeper {
  readonly due: number;
  readonly wake: () => void;
  /** A request was sent meanwhile: it is a limit on something, or another call's pause. */
  outlived: boolean;
}

/** How a {@link StillTime} is made. */
export interface StillTimeOptions {
  /** `false`: time passes by `advance` alone. Default: it jumps while nothing is on the wire. */
  readonly jumps?: boolean;
  /**
   * Real milliseconds without any event before time jumps to a sleep during which requests were
   * sent. Default 500: such a sleep mostly is a deadline, and code may be loading. Where many
   * calls sleep side by side, and none has a deadline, 2 will do.
   */
  readonly patience?: number;
  /** Real milliseconds of silence after which the transport gives up. Default: its own. */
  readonly inactivityTimeout?: number;
}

/** Real milliseconds that whoever was woken may take to send. */
const moment = 2;

/**
 * A client's time, of which no test waits for any: it stands while a request is on the wire, and
 * jumps to whatever is slept for when there is none. For that it needs to see the requests, so it
 * comes with a transport: the SDK's own, watched.
 */
export class StillTime {
  /** Every sleep that began, in milliseconds, but for the 5 s that the host's metadata may take. */
  readonly sleeps: number[] = [];
  /** How many responses' headers have come. */
  responses = 0;
  readonly clock: Clock;
  readonly transport: Transport;
  readonly #jumps: boolean;
  readonly #patience: number;
  readonly #onTheWire = new Set<object>();
  #now: number = Date.UTC(2026, 0, 1);
  #sleepers: Sleeper[] = [];
  #sent = false;
  #timer: NodeJS.Timeout | undefined;

  constructor({ jumps = true, patience = 500, inactivityTimeout }: StillTimeOptions = {}) {
    this.#jumps = jumps;
    this.#patience = patience;
    this.clock = {
      now: () => this.#now,
      sleep: (milliseconds, signal) => this.#sleep(milliseconds, signal),
    };
    const network = nodeTransport({ env: {}, inactivityTimeout });
    this.transport = {
      send: async (request) => {
        this.#leaves(request);
        try {
          const response = await network.send(request);
          this.responses += 1;
          return this.#watched(response, () => this.#arrived(request));
        } catch (error) {
          this.#arrived(request);
          throw error;
        }
      },
      close: async () => network.close?.(),
    };
  }

  /** Lets that much time pass now; what falls due wakes in order. */
  advance(milliseconds: number): void {
    const target = this.#now + milliseconds;
    for (let next = this.#next(); next && next.due <= target; next = this.#next()) this.#wake(next);
    this.#now = target;
  }

  #sleep(milliseconds: number, signal?: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      if (signal?.aborted) return reject(signal.reason as Error);
      const onAbort = (): void => {
        this.#sleepers = this.#sleepers.filter((other) => other !== sleeper);
        reject(signal?.reason as Error);
      };
      const wake = (): void => {
        signal?.removeEventListener("abort", onAbort);
        resolve();
      };
      // What begins before all else is a limit, too.
      const sleeper = { due: this.#now + milliseconds, wake, outlived: !this.#sent };
      if (milliseconds !== 5000) this.sleeps.push(milliseconds);
      this.#sleepers.push(sleeper);
      signal?.addEventListener("abort", onAbort, { once: true });
      this.#jumpSoon();
    });
  }

  #leaves(request: object): void {
    this.#sent = true;
    this.#onTheWire.add(request);
    for (const sleeper of this.#sleepers) sleeper.outlived = true;
  }

  #watched(response: HttpResponse, arrived: () => void): HttpResponse {
    return {
      status: response.status,
      statusText: response.statusText,
      headers: response.headers,
      text: () => response.text().finally(arrived),
      discard: () => response.discard().finally(arrived),
      stream: () => {
        arrived();
        return response.stream();
      },
    };
  }

  #arrived(request: object): void {
    this.#onTheWire.delete(request);
    this.#jumpSoon();
  }

  #jumpSoon(): void {
    clearTimeout(this.#timer);
    const next = this.#next();
    if (next === undefined || !this.#jumps || this.#onTheWire.size > 0) return;
    this.#timer = setTimeout(
      () => {
        if (this.#onTheWire.size === 0 && this.#next() === next) this.#wake(next);
        this.#jumpSoon();
      },
      next.outlived ? this.#patience : moment,
    );
  }

  #next(): Sleeper | undefined {
    return this.#sleepers.toSorted((a, b) => a.due - b.due)[0];
  }

  #wake(sleeper: Sleeper): void {
    this.#sleepers = this.#sleepers.filter((other) => other !== sleeper);
    this.#now = Math.max(this.#now, sleeper.due);
    sleeper.wake();
  }
}
