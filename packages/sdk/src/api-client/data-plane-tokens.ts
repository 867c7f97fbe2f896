import type { AuthContext, Credentials } from "../auth/index.js";
import { bearer, cachedTokenSource } from "../auth/tokens/index.js";
import type { Config } from "../config/index.js";
import { ConfigError } from "../errors/index.js";
import {
  discoverEndpoints,
  jwtBearer,
  type OAuthEndpoints,
  type OAuthToken,
} from "../oauth/index.js";
import type { DataPlaneAddress } from "./data-plane.js";

/**
 * The tokens that a client's own token was exchanged for, one per address and rights, each renewed
 * in time.
 */
export class DataPlaneTokens {
  readonly #config: Config;
  readonly #context: AuthContext;
  readonly #credentials = new Map<string, Credentials>();
  #endpoints: OAuthEndpoints | undefined;

  constructor(config: Config, context: AuthContext) {
    this.#config = config;
    this.#context = context;
  }

  /** What authenticates calls to one address. Nothing is sent before its headers are asked for. */
  credentialsFor({ url, authorizationDetails }: DataPlaneAddress): Credentials {
    const key = JSON.stringify([url, authorizationDetails]);
    const known = this.#credentials.get(key);
    if (known !== undefined) return known;
    const { clock, logger } = this.#context;
    const asyncRefresh = !this.#config.disableAsyncTokenRefresh;
    const credentials = bearer(
      cachedTokenSource(() => this.#exchange(authorizationDetails), {
        clock,
        asyncRefresh,
        logger,
      }),
    );
    this.#credentials.set(key, credentials);
    return credentials;
  }

  async #exchange(authorizationDetails: string): Promise<OAuthToken> {
    const { accessToken: assertion } = await this.#ownToken();
    const { host = "", discoveryUrl, accountId } = this.#config;
    const place = { discoveryUrl, accountId };
    this.#endpoints ??= await discoverEndpoints(host, place, this.#context);
    const { tokenEndpoint } = this.#endpoints;
    return jwtBearer(tokenEndpoint, { assertion, authorizationDetails }, this.#context);
  }

  async #ownToken(): Promise<OAuthToken> {
    try {
      return await this.#config.oauthToken(this.#context);
    } catch (error) {
      if (!(error instanceof ConfigError && error.attribute === "authType")) throw error;
      throw new ConfigError(
        `the data plane needs OAuth, e.g. clientId and clientSecret: ${error.message}`,
        { attribute: "authType", cause: error },
      );
    }
  }
}
