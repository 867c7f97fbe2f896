import { type Clock, type HttpResponse, nodeTransport, type Transport } from "databricks-sdk-ts";

interface Sleeper {
  readonly due: number;
  readonly wake: () => void;
}

/** How a {@link StillTime} is made. */
export interface StillTimeOptions {
  /** `false`: time passes by `advance` alone. Default: it jumps while nothing is on the wire. */
  readonly jumps?: boolean;
  /** Real milliseconds of silence after which the transport gives up. Default: its own. */
  readonly inactivityTimeout?: number;
}

/**
 * A client's time, of which no test waits for any: it stands while a request is on the wire, and
 * jumps to whatever is slept for when there is none. For that it needs to see the requests, so it
 * comes with a transport: the SDK's own, counted.
 */
export class StillTime {
  /** Every sleep that began, in milliseconds, but for the 5 s that the host's metadata may take. */
  readonly sleeps: number[] = [];
  /** How many responses' headers have come. */
  responses = 0;
  readonly clock: Clock;
  readonly transport: Transport;
  readonly #jumps: boolean;
  #now: number = Date.UTC(2026, 0, 1);
  #onTheWire = 0;
  #sleepers: Sleeper[] = [];

  constructor({ jumps = true, inactivityTimeout }: StillTimeOptions = {}) {
    this.#jumps = jumps;
    this.clock = {
      now: () => this.#now,
      sleep: (milliseconds, signal) => this.#sleep(milliseconds, signal),
    };
    const network = nodeTransport({ env: {}, inactivityTimeout });
    this.transport = {
      send: async (request) => {
        this.#onTheWire += 1;
        try {
          const response = await network.send(request);
          this.responses += 1;
          return this.#counted(response);
        } catch (error) {
          this.#arrived();
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
      const sleeper = { due: this.#now + milliseconds, wake };
      if (milliseconds !== 5000) this.sleeps.push(milliseconds);
      this.#sleepers.push(sleeper);
      signal?.addEventListener("abort", onAbort, { once: true });
      setImmediate(() => this.#jump());
    });
  }

  #counted(response: HttpResponse): HttpResponse {
    return {
      status: response.status,
      statusText: response.statusText,
      headers: response.headers,
      text: () => response.text().finally(() => this.#arrived()),
      discard: () => response.discard().finally(() => this.#arrived()),
      stream: () => {
        this.#arrived();
        return response.stream();
      },
    };
  }

  #arrived(): void {
    this.#onTheWire -= 1;
    setImmediate(() => this.#jump());
  }

  #jump(): void {
    const next = this.#next();
    if (next === undefined || !this.#jumps || this.#onTheWire > 0) return;
    this.#wake(next);
    setImmediate(() => this.#jump());
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
