import type { Clock } from "../../clock/index.js";
import { WorkspaceError } from "../../errors/index.js";

/** How often an endpoint may be queried, by the API's names. */
export interface RateLimit {
  /** Queries in a minute. */
  readonly calls?: bigint | number | undefined;
  /** Who shares it: `endpoint`, all; `user`, each for themselves; otherwise the one `principal`. */
  readonly key?: string | undefined;
  readonly principal?: string | undefined;
}

/** Who queries which endpoint. */
export interface Caller {
  /** The endpoint's id. */
  readonly id: string;
  readonly endpoint: string;
  readonly userName: string;
}

const MINUTE = 60_000;

const CODE = "REQUEST_LIMIT_EXCEEDED";

/** Counts the queries of the minute that the clock shows, in memory. */
export class RateLimits {
  readonly #clock: Clock;
  /** Queries by endpoint and by whom they count for. */
  readonly #counts = new Map<string, number>();
  #minute = 0;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /**
   * Counts a query.
   *
   * @throws WorkspaceError `REQUEST_LIMIT_EXCEEDED` when there were as many as there may be
   */
  count(limits: readonly RateLimit[], caller: Caller): void {
    this.#forgetOld();
    const isOwn = ({ principal }: RateLimit): boolean => principal === caller.userName;
    // Why: who has a limit of their own has that in place of everybody's.
    const asked = limits.some(isOwn) ? limits.filter(({ key }) => key !== "user") : limits;
    for (const limit of asked) {
      const { calls = Number.POSITIVE_INFINITY } = limit;
      const whose = this.#whose(limit, caller);
      if (whose !== undefined && (this.#counts.get(whose) ?? 0) >= calls) {
        throw this.#exceeded(limit, caller);
      }
    }
    for (const whose of [keyOf(caller), keyOf(caller, caller.userName)]) {
      this.#counts.set(whose, (this.#counts.get(whose) ?? 0) + 1);
    }
  }

  #whose({ key, principal }: RateLimit, caller: Caller): string | undefined {
    if (key === "endpoint") return keyOf(caller);
    const isTheirs = key === "user" ? true : principal === caller.userName;
    return isTheirs ? keyOf(caller, caller.userName) : undefined;
  }

  #exceeded({ calls, key }: RateLimit, { endpoint }: Caller): WorkspaceError {
    const left = Math.ceil(((this.#minute + 1) * MINUTE - this.#clock.now()) / 1000);
    const whom = key === "endpoint" ? "all its callers" : "you";
    return new WorkspaceError(
      CODE,
      `Endpoint '${endpoint}' takes ${calls} queries a minute from ${whom}: try again in ${left} s, ` +
        "or change its rate limits.",
      { reason: CODE, domain: "databricks.com", metadata: { retryAfter: String(left) } },
    );
  }

  #forgetOld(): void {
    const minute = Math.floor(this.#clock.now() / MINUTE);
    if (minute !== this.#minute) this.#counts.clear();
    this.#minute = minute;
  }
}

function keyOf({ id }: Caller, userName?: string): string {
  return userName === undefined ? id : `${id} ${userName}`;
}
