import type { Clock } from "../../clock/index.js";
import { WorkspaceError } from "../../errors/index.js";
import type { Store } from "../../state/index.js";
import { AccessTokens, type AccessClaims, type TokenAnswer } from "./access-tokens.js";
import { Authorization } from "./authorization.js";
import { Clients } from "./clients.js";
import { CustomApps } from "./custom-apps.js";
import { Federation } from "./federation.js";
import { FederationPolicies } from "./federation-policies.js";
import { decodeJwt } from "./jwt.js";
import { OAuthError } from "./oauth-error.js";
import type { FetchDocument, OAuthIdentity, OAuthPrincipal } from "./ports.js";
import { ProgramGrants } from "./program-grants.js";
import { PublishedApps } from "./published-apps.js";
import { permits, scopeOf } from "./scopes.js";
import { ServicePrincipalSecrets } from "./service-principal-secrets.js";
import { Sessions } from "./sessions.js";
import { SigningKeys } from "./signing-keys.js";
import { GRANT_TYPES, type TokenRequest } from "./token-request.js";
import { UserGrants } from "./user-grants.js";

/** What the OAuth server is made with. */
export interface OAuthEngineOptions {
  /** The account's own scope; collections `oauth-...`. */
  readonly store: Store;
  readonly clock: Clock;
  readonly accountId: string;
  readonly identity: OAuthIdentity;
  /** Reads the keys of other issuers. */
  readonly fetchDocument: FetchDocument;
  /** Seconds that access tokens last. Default 3600. */
  readonly accessTokenSeconds?: number | undefined;
  /** Seconds that refresh tokens last. Default 604,800: seven days. */
  readonly refreshTokenSeconds?: number | undefined;
}

/** The account's OAuth server: who may sign in by what, and the tokens they get. */
export class OAuthEngine {
  readonly authorization: Authorization;
  readonly customApps: CustomApps;
  readonly federationPolicies: FederationPolicies;
  readonly publishedApps: PublishedApps;
  readonly secrets: ServicePrincipalSecrets;
  readonly #accessTokens: AccessTokens;
  readonly #clients: Clients;
  readonly #identity: OAuthIdentity;
  readonly #keys: SigningKeys;
  readonly #programs: ProgramGrants;
  readonly #sessions: Sessions;
  readonly #users: UserGrants;

  /** @throws RangeError for token lifetimes that are none */
  constructor(options: OAuthEngineOptions) {
    const { store, clock, identity, accountId, fetchDocument } = options;
    const access = seconds("accessTokenSeconds", options.accessTokenSeconds ?? 3600);
    const refresh = seconds("refreshTokenSeconds", options.refreshTokenSeconds ?? 604_800);
    this.#identity = identity;
    this.#keys = new SigningKeys(store);
    this.#sessions = new Sessions(store, clock);
    this.#accessTokens = new AccessTokens(store, clock, this.#keys);
    this.customApps = new CustomApps(store, clock);
    this.publishedApps = new PublishedApps(store, clock);
    this.secrets = new ServicePrincipalSecrets(store, clock, identity);
    this.federationPolicies = new FederationPolicies(store, clock, accountId, identity);
    this.#clients = new Clients(this.customApps, this.publishedApps);
    this.authorization = new Authorization(store, clock, this.#clients);
    const parts = { accessTokens: this.#accessTokens, clients: this.#clients, identity };
    this.#users = new UserGrants({
      ...parts,
      authorization: this.authorization,
      sessions: this.#sessions,
      lifetimes: { access, refresh },
    });
    const policies = this.federationPolicies;
    this.#programs = new ProgramGrants({
      ...parts,
      federation: new Federation({ policies, identity, clock, accountId, fetchDocument }),
      secrets: this.secrets,
      verify: (token) => this.#claims(token),
      accessSeconds: access,
    });
  }

  /** The users who can be signed in. */
  users(): readonly OAuthPrincipal[] {
    return this.#identity.users();
  }

  /** The public key, as a JWK set (RFC 7517). */
  jwks(): Promise<{ keys: object[] }> {
    return this.#keys.jwks();
  }

  /**
   * The token endpoint (RFC 6749 section 3.2).
   *
   * @throws OAuthError
   */
  async token(request: TokenRequest): Promise<TokenAnswer> {
    const grantType = request.parameters.require("grant_type");
    switch (grantType) {
      case GRANT_TYPES.authorizationCode:
        return this.#users.byCode(request);
      case GRANT_TYPES.refreshToken:
        return this.#users.byRefreshToken(request);
      case GRANT_TYPES.clientCredentials:
        return this.#programs.bySecret(request);
      case GRANT_TYPES.tokenExchange:
        return this.#programs.byExchange(request);
      case GRANT_TYPES.jwtBearer:
        return this.#programs.byAccessToken(request);
      default:
        throw new OAuthError("unsupported_grant_type", `grant_type '${grantType}' is not known`);
    }
  }

  /**
   * Ends a token (RFC 7009): a refresh token with its whole session, an access token by itself. One
   * that is not good, or not the client's, is nothing to end.
   *
   * @throws OAuthError `invalid_client`
   */
  revoke({ parameters, basic }: Omit<TokenRequest, "realm">): void {
    const token = parameters.require("token");
    const { clientId } = this.#clients.authenticate(parameters, basic);
    const session = this.#sessions.ofRefreshToken(token);
    if (session?.clientId === clientId) this.#sessions.end(session.id);
    const claims = this.#claims(token);
    if (claims?.client_id === clientId) this.#accessTokens.revoke(claims);
  }

  /**
   * Whom an access token stands for; undefined: it is no such token at all.
   *
   * @param operation what it is shown for, e.g. `jobs.JobsAPI.list`; undefined: nothing that has a
   *   scope
   * @throws WorkspaceError `UNAUTHENTICATED` when it is not good, or not any more: a client that asks
   *   for another one may go on; `PERMISSION_DENIED` when its scopes do not open the operation
   */
  authenticate(token: string, operation: string | undefined): OAuthPrincipal | undefined {
    if (!decodeJwt(token)) return undefined;
    const claims = this.#claims(token);
    const principal = claims && this.#identity.byName(claims.sub);
    if (!claims || !principal) {
      const text = "The access token is not valid: it has expired, was revoked, or is not ours.";
      const info = { reason: "INVALID_TOKEN", domain: "databricks.com" };
      throw new WorkspaceError("UNAUTHENTICATED", text, info);
    }
    if (operation !== undefined) checkScope(claims, operation);
    return principal;
  }

  /** What an access token is limited to on the data plane (RFC 9396); undefined: to nothing. */
  authorizationDetails(token: string): unknown {
    return this.#claims(token)?.authorization_details;
  }

  #claims(token: string): AccessClaims | undefined {
    const claims = this.#accessTokens.verify(token);
    if (claims?.sid === undefined) return claims;
    // Why the client too: what an application got ends with the application.
    const on = this.#sessions.has(claims.sid) && this.#clients.find(claims.client_id);
    return on ? claims : undefined;
  }
}

function checkScope(
  { scope, authorization_details: details }: AccessClaims,
  operation: string,
): void {
  const needed = scopeOf(operation);
  // Why: a token of the data plane opens nothing else, whatever its scopes are.
  const within = details === undefined || needed === "model-serving";
  if (within && permits(scope.split(" "), operation)) return;
  throw new WorkspaceError(
    "PERMISSION_DENIED",
    `Provided OAuth token does not have required scopes: ${needed}`,
    { reason: "INSUFFICIENT_SCOPE", domain: "databricks.com", metadata: { scope: needed } },
  );
}

function seconds(option: string, value: number): number {
  if (Number.isInteger(value) && value > 0) return value;
  throw new RangeError(`${option} is ${value}: it must be a whole number of seconds above zero`);
}
