import { ConfigError, InvalidRequestError } from "../../errors/index.js";
import type { BrowserOptions } from "../browser/index.js";
import type { CallbackParameters } from "./callback.js";
import type { OAuthClient } from "./oauth-client.js";
import { SessionCredentials, type SessionOptions } from "./session-credentials.js";

/** A {@link Consent} as plain data. Keep it where only the user's own session can read it. */
export interface ConsentData {
  readonly authorizationUrl: string;
  readonly state: string;
  readonly verifier: string;
}

/**
 * One login of one user, from the moment the browser is sent away until it comes back. Made by
 * `OAuthClient.initiateConsent`. Serves one callback: the server accepts its code once.
 */
export class Consent {
  /** Where to send the user's browser. */
  readonly authorizationUrl: string;
  /** Ties the callback to this login. */
  readonly state: string;
  readonly #verifier: string;
  readonly #client: OAuthClient;

  /** Use `OAuthClient.initiateConsent` and {@link fromJSON}. */
  constructor({ authorizationUrl, state, verifier }: ConsentData, client: OAuthClient) {
    this.authorizationUrl = authorizationUrl;
    this.state = state;
    this.#verifier = verifier;
    this.#client = client;
  }

  /**
   * The login that {@link toJSON} kept, in this process or another.
   * Throws an {@link InvalidRequestError} for anything else.
   */
  static fromJSON(data: ConsentData, client: OAuthClient): Consent {
    for (const name of ["authorizationUrl", "state", "verifier"] as const) {
      if (typeof data?.[name] === "string" && data[name] !== "") continue;
      const field = `consent.${name}`;
      throw new InvalidRequestError(`${field} is missing: this is no Consent.toJSON()`, { field });
    }
    return new Consent(data, client);
  }

  /** What {@link fromJSON} reads: `JSON.stringify(consent)` holds the verifier, which is a secret. */
  toJSON(): ConsentData {
    return {
      authorizationUrl: this.authorizationUrl,
      state: this.state,
      verifier: this.#verifier,
    };
  }

  /**
   * Ends the login: checks what came back, and exchanges its code for the user's tokens.
   * Throws an `OAuthError` when the user or the server refused, when the state is not this
   * login's (`state_mismatch`), and when the code is missing, used or too old.
   *
   * @param callback The callback's URL, or its query; a path with query will do.
   */
  async exchange(
    callback: CallbackParameters,
    options: SessionOptions & { readonly signal?: AbortSignal | undefined } = {},
  ): Promise<SessionCredentials> {
    const token = await this.#client.redeem(this.toJSON(), callback, options.signal);
    return new SessionCredentials(token, this.#client, options);
  }

  /**
   * Carries the whole login out on this machine: opens the user's browser and waits for it to come
   * back to the redirect URL, which has to be on `localhost`. Throws as {@link exchange}, a
   * {@link ConfigError} when the port is taken, an `OAuthError` when nobody signs in in time.
   */
  async launchBrowser(options: BrowserOptions & SessionOptions = {}): Promise<SessionCredentials> {
    const { hostname, port, pathname } = new URL(this.#client.redirectUrl);
    if (!/^(localhost|127\.0\.0\.1)$/.test(hostname)) {
      throw new ConfigError(
        `redirectUrl is on ${hostname}: only one on localhost comes back to this program`,
      );
    }
    const { authorizationUrl } = this;
    const { clock, logger } = this.#client;
    const { signInWithBrowser } = await import("../browser/index.js");
    return signInWithBrowser({
      ...options,
      ports: [Number(port || 80)],
      path: pathname,
      begin: async () => ({
        authorizationUrl,
        finish: (parameters, signal) => this.exchange(parameters, { ...options, signal }),
      }),
      clock,
      logger,
    });
  }
}
