import {
  authorizationUrl,
  createPkce,
  createState,
  discoverAzureEndpoints,
  discoverEndpoints,
  exchangeCode,
  type OAuthContext,
  type OAuthEndpoints,
  type OAuthToken,
  refresh,
} from "../../oauth/index.js";
import { environmentOf } from "../environments.js";
import { type CallbackParameters, codeOf } from "./callback.js";
import type { ConsentData } from "./consent.js";

/** What an application is to the authorization server. */
export interface ApplicationOptions {
  /** Address of the workspace or account, e.g. `https://dbc-a1b2.cloud.databricks.com`. */
  readonly host: string;
  /** The account's id: needed on hosts of accounts. */
  readonly accountId?: string | undefined;
  /** URL of the discovery document (RFC 8414). Default: concluded from host and account. */
  readonly discoveryUrl?: string | undefined;
  /** The application's id: of a custom app integration, or, with {@link entra}, in Entra. */
  readonly clientId: string;
  /** Absent for public clients. */
  readonly clientSecret?: string | undefined;
  /** Where the browser comes back to: one of those that the application is registered with. */
  readonly redirectUrl: string;
  /** What the application may do for its users. Default: `all-apis`. */
  readonly scopes?: readonly string[] | undefined;
  /** Ask for no refresh token: the user signs in again when the token ends. Default: false. */
  readonly disableOauthRefreshToken?: boolean | undefined;
  /** JSON text sent as `authorization_details` (RFC 9396). */
  readonly authorizationDetails?: string | undefined;
  /** The application is registered with Microsoft Entra, and signs users of Azure in there. */
  readonly entra?: boolean | undefined;
}

/** The steps of a login, with what they share: who asks, where, and by what means. */
export class Application {
  readonly redirectUrl: string;
  readonly #options: ApplicationOptions;
  readonly #context: OAuthContext;
  #endpoints: OAuthEndpoints | undefined;

  /** @param options The host is scheme and authority, nothing else. */
  constructor(options: ApplicationOptions, context: OAuthContext) {
    this.redirectUrl = options.redirectUrl;
    this.#options = options;
    this.#context = context;
  }

  /** Where users sign in and tokens come from; looked up once. */
  async endpoints(signal?: AbortSignal): Promise<OAuthEndpoints> {
    if (this.#endpoints !== undefined) return this.#endpoints;
    const { host, entra = false, discoveryUrl, accountId } = this.#options;
    const context = { ...this.#context, signal };
    const endpoints = await (entra
      ? discoverAzureEndpoints(host, context)
      : discoverEndpoints(host, { discoveryUrl, accountId }, context));
    this.#endpoints = endpoints;
    return endpoints;
  }

  /** A new login. */
  async begin(signal?: AbortSignal): Promise<ConsentData> {
    const { authorizationEndpoint } = await this.endpoints(signal);
    const { clientId, redirectUrl, authorizationDetails } = this.#options;
    const state = createState();
    const { verifier, challenge } = await createPkce();
    const scopes = scopesOf(this.#options);
    const query = { clientId, redirectUrl, scopes, state, challenge, authorizationDetails };
    const url = authorizationUrl({ authorizationEndpoint, ...query });
    return { authorizationUrl: url, state, verifier };
  }

  /** The tokens that a login ends with. Throws an `OAuthError` when it must not, or does not. */
  async redeem(
    login: ConsentData,
    callback: CallbackParameters,
    signal?: AbortSignal,
  ): Promise<OAuthToken> {
    const code = codeOf(callback, login);
    const { verifier } = login;
    const { tokenEndpoint } = await this.endpoints(signal);
    const request = { code, verifier, ...this.#identity };
    return exchangeCode(tokenEndpoint, request, { ...this.#context, signal });
  }

  /** A user's next tokens. Throws an `OAuthError` when the login has ended. */
  async refresh(refreshToken: string, signal?: AbortSignal): Promise<OAuthToken> {
    const { tokenEndpoint } = await this.endpoints(signal);
    const request = { refreshToken, ...this.#identity };
    return refresh(tokenEndpoint, request, { ...this.#context, signal });
  }

  get #identity(): Pick<ApplicationOptions, "clientId" | "clientSecret" | "redirectUrl"> {
    const { clientId, clientSecret, redirectUrl } = this.#options;
    return { clientId, clientSecret, redirectUrl };
  }
}

function scopesOf(options: ApplicationOptions): readonly string[] {
  const { scopes = defaultScopes(options), disableOauthRefreshToken = false } = options;
  return disableOauthRefreshToken ? scopes : [...new Set([...scopes, "offline_access"])];
}

/** Entra knows one scope for all of Azure Databricks. */
function defaultScopes({ host, entra = false }: ApplicationOptions): readonly string[] {
  if (!entra) return ["all-apis"];
  const { azureApplicationId } = environmentOf({ host, cloud: "AZURE" });
  return [`${azureApplicationId}/user_impersonation`];
}
