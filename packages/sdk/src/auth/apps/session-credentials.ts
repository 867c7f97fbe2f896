import { InvalidRequestError, OAuthError } from "../../errors/index.js";
import type { OAuthToken } from "../../oauth/index.js";
import type { Credentials, CredentialsStrategy } from "../strategy.js";
import type { TokenSource } from "../tokens/index.js";
import type { OAuthClient } from "./oauth-client.js";

/** A user's tokens as plain data. Keep them where only the user's own session can read them. */
export type SessionData = OAuthToken;

/** How a session is kept. */
export interface SessionOptions {
  /**
   * Hears of every new token, before it is used: store it in place of the old one, because a refresh
   * token may be good for one time only. The call that needed the token fails if this does.
   */
  readonly onRefresh?: ((data: SessionData) => void | Promise<void>) | undefined;
}

/**
 * A user who signed in to an application. Give it to a client as `credentials`: what the client
 * does, it does for that user. The token is refreshed when it is due.
 */
export class SessionCredentials implements CredentialsStrategy {
  /** As in the user agent. */
  readonly name = "oauth";
  readonly #client: OAuthClient;
  readonly #options: SessionOptions;
  #tokens: TokenSource | undefined;
  #current: OAuthToken;
  #isStored = true;

  /** Use `Consent.exchange` and {@link fromJSON}. */
  constructor(token: OAuthToken, client: OAuthClient, options: SessionOptions = {}) {
    this.#client = client;
    this.#options = options;
    this.#current = token;
  }

  /**
   * The session that {@link toJSON} kept, in this process or another.
   * Throws an {@link InvalidRequestError} for anything else.
   */
  static fromJSON(
    data: SessionData,
    client: OAuthClient,
    options: SessionOptions = {},
  ): SessionCredentials {
    for (const name of ["accessToken", "tokenType"] as const) {
      if (typeof data?.[name] === "string" && data[name] !== "") continue;
      const field = `session.${name}`;
      const message = `${field} is missing: this is no SessionCredentials.toJSON()`;
      throw new InvalidRequestError(message, { field });
    }
    return new SessionCredentials(data, client, options);
  }

  /** What {@link fromJSON} reads: `JSON.stringify(session)` holds the tokens, which are secrets. */
  toJSON(): SessionData {
    return { ...this.#current };
  }

  /**
   * The user's token, refreshed when it is due.
   * Throws an {@link OAuthError} when the session has ended: the user has to sign in again.
   */
  async token(signal?: AbortSignal): Promise<OAuthToken> {
    return (await this.#source()).token(signal);
  }

  /** For clients: makes what they sign their requests with. */
  async configure(): Promise<Credentials> {
    const { bearer } = await import("../tokens/index.js");
    return bearer(await this.#source());
  }

  async #source(): Promise<TokenSource> {
    const { cachedTokenSource } = await import("../tokens/index.js");
    const { clock, logger } = this.#client;
    // Not ahead of time: a web server makes this object per request, and would leave it behind.
    const how = { clock, logger, asyncRefresh: false, initial: this.#current };
    this.#tokens ??= cachedTokenSource((previous) => this.#next(previous), how);
    return this.#tokens;
  }

  async #next(previous: OAuthToken | undefined): Promise<OAuthToken> {
    // A token that came, but could not be stored, is there already.
    if (previous?.accessToken === this.#current.accessToken) {
      this.#current = await this.#refresh(this.#current);
      this.#isStored = false;
    }
    if (!this.#isStored) await this.#options.onRefresh?.(this.toJSON());
    this.#isStored = true;
    return this.#current;
  }

  #refresh({ refreshToken }: OAuthToken): Promise<OAuthToken> {
    if (refreshToken !== undefined) return this.#client.refresh(refreshToken);
    const message = "the session has ended and has no refresh token: the user has to sign in again";
    throw new OAuthError(message, { error: "login_required", endpoint: this.#client.host });
  }
}
