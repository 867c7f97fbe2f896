import type { AccessTokens, TokenAnswer } from "./access-tokens.js";
import { shownCredentials, type Clients } from "./clients.js";
import type { Federation } from "./federation.js";
import { invalidClient, OAuthError } from "./oauth-error.js";
import type { OAuthIdentity, OAuthPrincipal, Realm } from "./ports.js";
import { ALL_APIS, chosenScopes, knownScopes } from "./scopes.js";
import type { ServicePrincipalSecrets } from "./service-principal-secrets.js";
import type { TokenRequest } from "./token-request.js";

/** What the grants of programs work with. */
export interface ProgramGrantsParts {
  readonly accessTokens: AccessTokens;
  readonly clients: Clients;
  readonly federation: Federation;
  readonly identity: OAuthIdentity;
  readonly secrets: ServicePrincipalSecrets;
  /** What an access token says, if it is good and its session is still on. */
  readonly verify: AccessTokens["verify"];
  /** Seconds that access tokens last. */
  readonly accessSeconds: number;
}

const SUBJECT_JWTS: readonly string[] = [
  "urn:ietf:params:oauth:token-type:jwt",
  "urn:ietf:params:oauth:token-type:id_token",
];
const SUBJECT_PAT = "urn:databricks:params:oauth:token-type:personal-access-token";

/** What programs get for a secret or a token that they already have. No refresh token goes with it. */
export class ProgramGrants {
  readonly #parts: ProgramGrantsParts;

  constructor(parts: ProgramGrantsParts) {
    this.#parts = parts;
  }

  /**
   * A token for a service principal's secret (RFC 6749 section 4.4).
   *
   * @throws OAuthError
   */
  async bySecret({ parameters, basic, realm }: TokenRequest): Promise<TokenAnswer> {
    const { identity, secrets, clients } = this.#parts;
    const { clientId, clientSecret } = shownCredentials(parameters, basic);
    const principal = identity.servicePrincipalByClientId(clientId);
    if (!principal && clients.find(clientId)) {
      const text = "Applications sign users in; only service principals have tokens of their own";
      throw new OAuthError("unauthorized_client", text);
    }
    const allowed = principal && secrets.scopesOf(principal.id, clientSecret ?? "");
    if (!principal || !allowed) throw invalidClient();
    const scopes = chosenScopes(parameters.get("scope"), openedBy(allowed), allowed);
    return this.#issue(realm, principal, clientId, scopes);
  }

  /**
   * A token for another issuer's token, or for a personal access token (RFC 8693).
   *
   * @throws OAuthError
   */
  async byExchange({ parameters, realm }: TokenRequest): Promise<TokenAnswer> {
    const subject = parameters.require("subject_token");
    const type = parameters.require("subject_token_type");
    const clientId = parameters.get("client_id");
    const scopes = chosenScopes(parameters.get("scope"), knownScopes, [ALL_APIS]);
    const principal = await this.#principalOf(subject, type, clientId, realm);
    return this.#issue(realm, principal, clientId ?? principal.userName, scopes);
  }

  /**
   * A token for an access token, narrowed to something on the data plane (RFC 7523, RFC 9396).
   *
   * @throws OAuthError
   */
  async byAccessToken({ parameters, realm }: TokenRequest): Promise<TokenAnswer> {
    const { accessTokens, accessSeconds } = this.#parts;
    const claims = this.#parts.verify(parameters.require("assertion"));
    if (!claims) throw new OAuthError("invalid_grant", "assertion is not a valid access token");
    // Why: what was narrowed must neither be turned to something else nor outlive what it was had for.
    if (claims.authorization_details !== undefined) {
      throw new OAuthError("invalid_grant", "assertion is a token of the data plane already");
    }
    const owned = claims.scope.split(" ");
    const authorizationDetails = detailsIn(parameters.require("authorization_details"));
    return accessTokens.issue({
      realm,
      subject: claims.sub,
      clientId: claims.client_id,
      scopes: chosenScopes(parameters.get("scope"), openedBy(owned), owned),
      lifetimeSeconds: accessSeconds,
      ...(claims.sid !== undefined && { sessionId: claims.sid }),
      authorizationDetails,
    });
  }

  async #principalOf(
    subject: string,
    type: string,
    clientId: string | undefined,
    realm: Realm,
  ): Promise<OAuthPrincipal> {
    const { federation, identity } = this.#parts;
    if (type === SUBJECT_PAT) {
      const owner = identity.tokenOwner(subject, realm.workspaceId);
      if (owner) return owner;
      const text = "subject_token is not a valid personal access token";
      throw new OAuthError("invalid_request", text);
    }
    if (!SUBJECT_JWTS.includes(type)) {
      throw new OAuthError("invalid_request", `subject_token_type '${type}' is not known`);
    }
    if (clientId !== undefined && !identity.servicePrincipalByClientId(clientId)) {
      throw invalidClient();
    }
    return federation.principalOf(subject, clientId);
  }

  #issue(
    realm: Realm,
    { userName }: OAuthPrincipal,
    clientId: string,
    scopes: readonly string[],
  ): Promise<TokenAnswer> {
    const { accessTokens, accessSeconds: lifetimeSeconds } = this.#parts;
    return accessTokens.issue({ realm, subject: userName, clientId, scopes, lifetimeSeconds });
  }
}

/** What a holder of these scopes may ask for: the whole API opens each of its parts. */
function openedBy(scopes: readonly string[]): ReadonlySet<string> {
  return scopes.includes(ALL_APIS) ? knownScopes : new Set(scopes);
}

function detailsIn(text: string): unknown {
  try {
    const value = JSON.parse(text) as unknown;
    if (Array.isArray(value)) return value;
  } catch {
    // What is no JSON is no list either.
  }
  throw new OAuthError("invalid_request", "authorization_details must be a JSON list");
}
