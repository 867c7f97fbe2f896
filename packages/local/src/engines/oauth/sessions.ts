import { randomBytes, randomUUID } from "node:crypto";
import type { Clock } from "../../clock/index.js";
import type { Collection, Store } from "../../state/index.js";
import { hashOf } from "./secret.js";

/** What a user granted an application, for as long as it lasts. */
export interface Session {
  readonly id: string;
  readonly clientId: string;
  /** SCIM id. */
  readonly userId: string;
  readonly scopes: readonly string[];
}

/** Seconds that the tokens of a session last. */
export interface Lifetimes {
  readonly access: number;
  readonly refresh: number;
  /** After which the session can't be refreshed any more. Default: there is no such end. */
  readonly session?: number;
}

interface SessionRecord extends Session {
  /** Milliseconds since the Unix epoch, as are the others: no refresh token is good after it. */
  readonly endsAt?: number;
  /** None of its tokens is good after it. */
  readonly keptUntil: number;
  /** The hash of the refresh token that is good now. */
  readonly refreshHash?: string;
  readonly refreshEndsAt: number;
  /** Hashes of those that were good before, the latest first. */
  readonly spent: readonly string[];
}

/** Spent refresh tokens that are remembered of each session. */
const REMEMBERED = 100;

/**
 * Sessions and their refresh tokens. A refresh token is good once; one that comes again was stolen
 * from, or by, somebody, and ends the session (RFC 9700 section 4.14.2).
 */
export class Sessions {
  readonly #sessions: Collection<SessionRecord>;
  readonly #clock: Clock;

  constructor(store: Store, clock: Clock) {
    this.#sessions = store.collection("oauth-sessions");
    this.#clock = clock;
  }

  /** Begins a session, which has no refresh token yet. */
  begin(session: Omit<Session, "id">, lifetimes: Lifetimes): Session {
    const now = this.#clock.now();
    for (const { id, keptUntil } of this.#sessions.values()) if (keptUntil <= now) this.end(id);
    const { id, ...begun } = { ...session, id: randomUUID() };
    this.#sessions.put(id, {
      id,
      ...begun,
      ...(lifetimes.session !== undefined && { endsAt: now + lifetimes.session * 1000 }),
      keptUntil: now + lifetimes.access * 1000,
      refreshEndsAt: now,
      spent: [],
    });
    return { id, ...begun };
  }

  /** Whether a session is still on. */
  has(id: string): boolean {
    return this.#sessions.get(id) !== undefined;
  }

  /** Ends a session, and with it all its tokens. */
  end(id: string): void {
    this.#sessions.delete(id);
  }

  /** The session's next refresh token, the only one that is good from now on. */
  nextRefreshToken({ id }: Session, lifetimes: Lifetimes): string {
    const session = this.#sessions.get(id);
    if (!session) throw new Error(`session ${id} is over`);
    const token = `doau${id.replaceAll("-", "")}${randomBytes(32).toString("hex")}`;
    const { refreshHash, spent, endsAt } = session;
    const now = this.#clock.now();
    const refreshEndsAt = Math.min(now + lifetimes.refresh * 1000, endsAt ?? Infinity);
    this.#sessions.put(id, {
      ...session,
      refreshHash: hashOf(token),
      refreshEndsAt,
      keptUntil: Math.max(refreshEndsAt, now + lifetimes.access * 1000),
      spent: refreshHash === undefined ? spent : [refreshHash, ...spent].slice(0, REMEMBERED),
    });
    return token;
  }

  /** The session of a refresh token that is good. One that was good before ends its session. */
  ofRefreshToken(token: string): Session | undefined {
    const session = this.#sessions.get(idIn(token));
    if (!session) return undefined;
    const hash = hashOf(token);
    if (session.spent.includes(hash)) this.end(session.id);
    const good = session.refreshHash === hash && session.refreshEndsAt > this.#clock.now();
    return good ? session : undefined;
  }
}

function idIn(token: string): string {
  const digits = /^doau([0-9a-f]{32})[0-9a-f]{64}$/.exec(token)?.[1] ?? "";
  return digits.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
}
