import type { Clock } from "../../internal/index.js";
import { redactText } from "../../internal/index.js";
import type { Logger } from "../../logging/index.js";
import type { OAuthToken } from "../../oauth/index.js";
import { type Lifetime, lifetimeOf, remainingOf } from "./lifetime.js";
import { SharedTask } from "./shared-task.js";
import type { FetchToken, TokenOptions, TokenSource } from "./token-source.js";

/** How {@link cachedTokenSource} keeps its token. */
export interface CachedTokenOptions {
  readonly clock: Clock;
  /** Get the next token in the background while the present one is good. */
  readonly asyncRefresh: boolean;
  readonly logger?: Logger | undefined;
  /** A token that is there already, e.g. from a session. */
  readonly initial?: OAuthToken | undefined;
}

/**
 * Keeps a token and replaces it in time: a token that ends soon is returned while its successor is
 * fetched in the background; for one that has ended, callers wait, however many, for one fetch.
 * There is never more than one fetch under way. A fetch in the background that fails is repeated
 * after a minute at the earliest, and is nobody's failure as long as the token is good.
 */
export function cachedTokenSource(
  fetchToken: FetchToken,
  options: CachedTokenOptions,
): TokenSource {
  return new CachedTokenSource(fetchToken, options);
}

/** Milliseconds between two fetches in the background when the first was of no use. */
const rest = 60_000;

interface Held extends Lifetime {
  readonly token: OAuthToken;
}

class CachedTokenSource implements TokenSource {
  readonly #fetch: FetchToken;
  readonly #options: CachedTokenOptions;
  #held: Held | undefined;
  #running: SharedTask<OAuthToken> | undefined;
  #restUntil = -Infinity;

  constructor(fetchToken: FetchToken, options: CachedTokenOptions) {
    this.#fetch = fetchToken;
    this.#options = options;
    const { initial, clock } = options;
    // One that has ended is kept for its refresh token.
    if (initial !== undefined)
      this.#held = { token: initial, ...remainingOf(initial, clock.now()) };
  }

  async token(
    signal?: AbortSignal,
    { forceRefresh = false }: TokenOptions = {},
  ): Promise<OAuthToken> {
    signal?.throwIfAborted();
    const held = this.#held;
    const now = this.#options.clock.now();
    if (forceRefresh || held === undefined) return this.#next(signal);
    if (now >= held.usableUntil) return this.#nextOr(held.token, signal);
    if (now >= held.freshUntil && this.#options.asyncRefresh) this.#refreshBehind(now);
    return held.token;
  }

  /** The next token; shared with all who wait for it. */
  async #next(signal: AbortSignal | undefined): Promise<OAuthToken> {
    const running = this.#running;
    if (running?.isOthers) {
      try {
        return await running.wait(signal);
      } catch {
        // It was not begun for this caller, so it is no answer to this caller either.
        signal?.throwIfAborted();
      }
    }
    this.#running ??= this.#start(false);
    return this.#running.wait(signal);
  }

  /** The margin before a token's end is there for such moments: better an old token than none. */
  async #nextOr(old: OAuthToken, signal: AbortSignal | undefined): Promise<OAuthToken> {
    try {
      return await this.#next(signal);
    } catch (error) {
      signal?.throwIfAborted();
      if (old.expiry === undefined || old.expiry <= this.#options.clock.now()) throw error;
      this.#warn(error);
      return old;
    }
  }

  #refreshBehind(now: number): void {
    if (this.#running !== undefined || now < this.#restUntil) return;
    const previous = this.#held?.token;
    const takeRest = (): void => {
      this.#restUntil = this.#options.clock.now() + rest;
    };
    this.#running = this.#start(true);
    this.#running.wait().then(
      ({ expiry = Infinity }) => {
        // A source that keeps tokens itself may hand out the same one for a while.
        if (expiry <= (previous?.expiry ?? Infinity)) takeRest();
      },
      (error: unknown) => {
        takeRest();
        this.#warn(error);
      },
    );
  }

  #start(isBackground: boolean): SharedTask<OAuthToken> {
    const previous = this.#held?.token;
    return new SharedTask(async (signal) => {
      try {
        // Begins after `#running` is set, so that nothing can begin beside it.
        await Promise.resolve();
        const token = await this.#fetch(previous, signal);
        this.#held = { token, ...lifetimeOf(token, this.#options.clock.now()) };
        return token;
      } finally {
        this.#running = undefined;
      }
    }, isBackground);
  }

  #warn(error: unknown): void {
    const { logger } = this.#options;
    if (logger === undefined) return;
    const reason = redactText(error instanceof Error ? error.message : String(error));
    logger.warn(`the token was not refreshed, the present one stays in use: ${reason}`);
  }
}
