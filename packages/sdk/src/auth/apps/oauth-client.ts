import { ConfigError } from "../../errors/index.js";
import { defaultTransport, type Transport } from "../../http/index.js";
import { type Clock, lazy, systemClock } from "../../internal/index.js";
import type { Logger } from "../../logging/index.js";
import type { OAuthEndpoints, OAuthToken } from "../../oauth/index.js";
import type { Application, ApplicationOptions } from "./application.js";
import type { CallbackParameters } from "./callback.js";
import { Consent, type ConsentData } from "./consent.js";

/** What an {@link OAuthClient} is made from. */
export interface OAuthClientOptions extends ApplicationOptions {
  /** What sends requests. Default: that of the platform, as for a client. */
  readonly transport?: Transport | undefined;
  /** Default: the machine's. */
  readonly clock?: Clock | undefined;
  /** Where warnings go. Default: nowhere. */
  readonly logger?: Logger | undefined;
}

/**
 * An application that signs users in with OAuth: the authorization code grant with PKCE
 * ([RFC 6749 §4.1](https://www.rfc-editor.org/rfc/rfc6749#section-4.1),
 * [RFC 7636](https://www.rfc-editor.org/rfc/rfc7636)). One object serves all users; it holds what
 * the application is, {@link Consent} and `SessionCredentials` hold what belongs to a user.
 */
export class OAuthClient {
  /** Scheme and authority of the workspace or account. */
  readonly host: string;
  readonly clientId: string;
  readonly redirectUrl: string;
  readonly clock: Clock;
  readonly logger: Logger | undefined;
  readonly #ownTransport: Transport | undefined;
  readonly #application: () => Application | Promise<Application>;

  /** Throws a {@link ConfigError} for addresses that are none. Sends nothing. */
  constructor(options: OAuthClientOptions) {
    const host = originOf(options.host);
    const { clientId, redirectUrl, logger, clock = systemClock } = options;
    const { transport = defaultTransport() } = options;
    requireUrl(redirectUrl);
    this.host = host;
    this.clientId = clientId;
    this.redirectUrl = redirectUrl;
    this.clock = clock;
    this.logger = logger;
    this.#ownTransport = options.transport === undefined ? transport : undefined;
    this.#application = lazy(async () => {
      const { Application } = await import("./application.js");
      return new Application({ ...options, host }, { transport, clock, logger });
    });
  }

  /**
   * Where users sign in and tokens come from; looked up once.
   * Throws an `OAuthError` when the host offers no OAuth.
   */
  async endpoints(signal?: AbortSignal): Promise<OAuthEndpoints> {
    return (await this.#application()).endpoints(signal);
  }

  /**
   * Begins a login: send the user's browser to the consent's `authorizationUrl`.
   * Throws as {@link endpoints}.
   */
  async initiateConsent(signal?: AbortSignal): Promise<Consent> {
    return new Consent(await (await this.#application()).begin(signal), this);
  }

  /** What {@link Consent.exchange} does, for tokens instead of a session. Throws like it. */
  async redeem(
    consent: ConsentData,
    callback: CallbackParameters,
    signal?: AbortSignal,
  ): Promise<OAuthToken> {
    return (await this.#application()).redeem(consent, callback, signal);
  }

  /** Gets a user's next tokens. Throws an `OAuthError` when the server refuses. */
  async refresh(refreshToken: string, signal?: AbortSignal): Promise<OAuthToken> {
    return (await this.#application()).refresh(refreshToken, signal);
  }

  /** Closes idle connections. A transport that was given to the client is its owner's to close. */
  async close(): Promise<void> {
    await this.#ownTransport?.close?.();
  }

  /** The same as `close()`, for `await using`. */
  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }
}

function originOf(host: string): string {
  const address = /^https?:\/\//i.test(host) ? host : `https://${host}`;
  if (URL.canParse(address)) return new URL(address).origin;
  const example = "https://dbc-a1b2.cloud.databricks.com";
  throw new ConfigError(`host must be an address such as ${example}`, { attribute: "host" });
}

function requireUrl(redirectUrl: string): void {
  if (URL.canParse(redirectUrl)) return;
  throw new ConfigError("redirectUrl must be an address such as https://app.example.com/callback");
}
