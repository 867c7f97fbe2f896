import { OAuthError } from "../../errors/index.js";
import type { OAuthToken } from "../../oauth/index.js";
import { type BrowserOptions, signInWithBrowser } from "../browser/index.js";
import type { StrategyInput } from "../strategy.js";
import { diskTokenStore, tokenCachePath, type TokenStore } from "../tokens/index.js";
import { Application } from "./application.js";
import { applicationOf, cacheKeysOf, callbackPortsOf, firstPort } from "./own-application.js";

/** How a {@link UserLogin} is carried out. */
export interface UserLoginOptions extends Pick<BrowserOptions, "openBrowser" | "timeout"> {
  /** Where tokens are kept; `false`: nowhere. Default: the Databricks CLI's file. */
  readonly tokenCache?: TokenStore | false | undefined;
}

/** Milliseconds that a token from the cache must still be good for. */
const margin = 40_000;

/**
 * One user of this machine on one host. The tokens are kept where the Databricks CLI keeps its own,
 * and refreshed; the browser opens when that is of no use any more.
 */
export class UserLogin {
  readonly #input: StrategyInput;
  readonly #options: UserLoginOptions;
  readonly #store: TokenStore | undefined;
  readonly #keys: readonly string[];
  #application: Application | undefined;

  constructor(input: StrategyInput, options: UserLoginOptions) {
    this.#input = input;
    this.#options = options;
    this.#store =
      options.tokenCache === false ? undefined : (options.tokenCache ?? ownStore(input));
    this.#keys = cacheKeysOf(input.config);
  }

  /** The next token: of another program, by refreshing, or from the user, in this order. */
  async token(
    previous: OAuthToken | undefined,
    signal: AbortSignal | undefined,
  ): Promise<OAuthToken> {
    const kept = await this.#store?.load(this.#keys[0] ?? "");
    const better = this.#better(kept, previous);
    if (better !== undefined) return better;
    try {
      if (kept?.refreshToken !== undefined || previous?.refreshToken !== undefined) {
        return await this.#keep((newest) => this.#refreshed(newest, previous), signal);
      }
    } catch (error) {
      const isOver = error instanceof OAuthError && error.error !== "server_error";
      // Whoever waits can sign in; a refresh in the background is not worth a browser window.
      if (!isOver || signal === undefined) throw error;
      this.#input.context.logger?.debug(`signing in anew: ${error.message}`);
    }
    if (signal === undefined) throw this.#ended();
    const token = await this.#signIn(signal);
    return this.#keep(async () => token, signal);
  }

  async #refreshed(
    kept: OAuthToken | undefined,
    previous: OAuthToken | undefined,
  ): Promise<OAuthToken> {
    const refreshToken = kept?.refreshToken ?? previous?.refreshToken ?? "";
    // Another program may have been faster.
    return this.#better(kept, previous) ?? this.#applicationAt(firstPort).refresh(refreshToken);
  }

  #signIn(signal: AbortSignal | undefined): Promise<OAuthToken> {
    const { config, context } = this.#input;
    const { openBrowser, timeout } = this.#options;
    const { clock, logger } = context;
    return signInWithBrowser({
      ports: callbackPortsOf(config),
      path: "/",
      openBrowser,
      timeout,
      clock,
      logger,
      signal,
      begin: async (port, limit) => {
        const application = this.#applicationAt(port);
        const begun = await application.begin(limit);
        return {
          authorizationUrl: begun.authorizationUrl,
          finish: (parameters, end) => application.redeem(begun, parameters, end),
        };
      },
    });
  }

  #ended(): OAuthError {
    const { host = "" } = this.#input.config;
    const message = "the login ends soon and has no refresh token: sign in again when it has ended";
    return new OAuthError(message, { error: "login_required", endpoint: host });
  }

  #applicationAt(port: number): Application {
    const redirectUrl = `http://localhost:${port}`;
    if (this.#application?.redirectUrl === redirectUrl) return this.#application;
    const { config, context } = this.#input;
    this.#application = new Application({ ...applicationOf(config), redirectUrl }, context);
    return this.#application;
  }

  /** What is kept, if it is good and not what there is already. */
  #better(kept: OAuthToken | undefined, previous: OAuthToken | undefined): OAuthToken | undefined {
    const { accessToken, expiry = Infinity } = kept ?? {};
    const isGood = expiry > this.#input.context.clock.now() + margin;
    return isGood && accessToken !== previous?.accessToken ? kept : undefined;
  }

  async #keep(
    next: (kept: OAuthToken | undefined) => Promise<OAuthToken>,
    signal: AbortSignal | undefined,
  ): Promise<OAuthToken> {
    return this.#store === undefined
      ? next(undefined)
      : this.#store.replace(this.#keys, next, signal);
  }
}

function ownStore({ env, context }: StrategyInput): TokenStore | undefined {
  const path = tokenCachePath(env);
  const { clock, logger } = context;
  return path === undefined ? undefined : diskTokenStore({ path, clock, logger });
}
