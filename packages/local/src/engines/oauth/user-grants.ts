import type { AccessTokens, TokenAnswer } from "./access-tokens.js";
import type { Authorization, CodeRecord } from "./authorization.js";
import type { Clients, OAuthApplication } from "./clients.js";
import { OAuthError } from "./oauth-error.js";
import { isVerifierOf } from "./pkce.js";
import type { Parameters } from "./parameters.js";
import type { OAuthIdentity, OAuthPrincipal, Realm } from "./ports.js";
import { chosenScopes, OFFLINE_ACCESS, OPENID } from "./scopes.js";
import type { Lifetimes, Session, Sessions } from "./sessions.js";
import type { TokenRequest } from "./token-request.js";

/** What the grants of users work with. */
export interface UserGrantsParts {
  readonly accessTokens: AccessTokens;
  readonly authorization: Authorization;
  readonly clients: Clients;
  readonly identity: OAuthIdentity;
  readonly sessions: Sessions;
  /** Seconds that tokens last, unless an application's policy says otherwise. */
  readonly lifetimes: Lifetimes;
}

/**
 * What applications get for a user who let them in. Both grants take away what they were shown before
 * anything is waited for, so that of two requests at once one gets nothing.
 */
export class UserGrants {
  readonly #parts: UserGrantsParts;

  constructor(parts: UserGrantsParts) {
    this.#parts = parts;
  }

  /**
   * Tokens for a code (RFC 6749 section 4.1.3, RFC 7636 section 4.5).
   *
   * @throws OAuthError
   */
  async byCode({ parameters, basic, realm }: TokenRequest): Promise<TokenAnswer> {
    const { authorization, clients, sessions } = this.#parts;
    const client = clients.authenticate(parameters, basic);
    const record = authorization.codeRecord(parameters.require("code"));
    if (record?.clientId !== client.clientId) throw invalidGrant("The code is not valid");
    if (record.sessionId !== undefined) {
      // Why: one of the two who had the code is not the client (RFC 6749 section 4.1.2).
      sessions.end(record.sessionId);
      throw invalidGrant("The code was used before; what it was redeemed for is revoked");
    }
    checkCode(record, parameters, authorization.isInTime(record));
    const user = this.#user(record.userId);
    const { clientId, userId, scopes } = record;
    const session = sessions.begin({ clientId, userId, scopes }, this.#lifetimes(client));
    authorization.redeem(record, session.id);
    const answer = await this.#issue(realm, client, user, session);
    if (!scopes.includes(OPENID)) return answer;
    return { ...answer, id_token: await this.#idToken(realm, user, record) };
  }

  /**
   * Tokens for a refresh token (RFC 6749 section 6).
   *
   * @throws OAuthError
   */
  async byRefreshToken({ parameters, basic, realm }: TokenRequest): Promise<TokenAnswer> {
    const { clients, sessions } = this.#parts;
    const client = clients.authenticate(parameters, basic);
    const token = parameters.require("refresh_token");
    const session = sessions.ofRefreshToken(token);
    if (session?.clientId !== client.clientId) throw invalidGrant("Refresh token is invalid");
    const asked = parameters.get("scope");
    const scopes = chosenScopes(asked, new Set(session.scopes), session.scopes);
    const user = this.#user(session.userId);
    const reusable = client.policy.enable_single_use_refresh_tokens === false;
    return this.#issue(realm, client, user, session, scopes, reusable ? token : undefined);
  }

  /** @param kept the refresh token that stays good, where they may be used again */
  async #issue(
    realm: Realm,
    client: OAuthApplication,
    user: OAuthPrincipal,
    session: Session,
    scopes: readonly string[] = session.scopes,
    kept?: string,
  ): Promise<TokenAnswer> {
    const { accessTokens, sessions } = this.#parts;
    const lifetimes = this.#lifetimes(client);
    const refresh = session.scopes.includes(OFFLINE_ACCESS)
      ? (kept ?? sessions.nextRefreshToken(session, lifetimes))
      : undefined;
    const answer = await accessTokens.issue({
      realm,
      subject: user.userName,
      clientId: client.clientId,
      scopes,
      lifetimeSeconds: lifetimes.access,
      sessionId: session.id,
    });
    return refresh === undefined ? answer : { ...answer, refresh_token: refresh };
  }

  #idToken(realm: Realm, user: OAuthPrincipal, record: CodeRecord): Promise<string> {
    const { scopes, nonce, clientId } = record;
    return this.#parts.accessTokens.issueIdToken(realm, clientId, {
      sub: user.userName,
      ...(nonce !== undefined && { nonce }),
      ...(scopes.includes("email") && { email: user.userName }),
      ...(scopes.includes("profile") && { name: user.displayName }),
    });
  }

  #user(id: string): OAuthPrincipal {
    const user = this.#parts.identity.user(id);
    if (user) return user;
    throw invalidGrant("The user is no longer active");
  }

  #lifetimes({ policy }: OAuthApplication): Lifetimes {
    const { lifetimes } = this.#parts;
    const session = policy.absolute_session_lifetime_in_minutes;
    return {
      access: secondsOf(policy.access_token_ttl_in_minutes) ?? lifetimes.access,
      refresh: secondsOf(policy.refresh_token_ttl_in_minutes) ?? lifetimes.refresh,
      ...(session !== undefined && { session: session * 60 }),
    };
  }
}

function checkCode(record: CodeRecord, parameters: Parameters, inTime: boolean): void {
  if (!inTime) throw invalidGrant("The code has expired");
  if (parameters.require("redirect_uri") !== record.redirectUri) {
    throw invalidGrant("redirect_uri is not the one that the code was sent to");
  }
  if (isVerifierOf(parameters.require("code_verifier"), record.challenge)) return;
  throw invalidGrant("code_verifier does not match the code_challenge");
}

function secondsOf(minutes: number | undefined): number | undefined {
  return minutes === undefined ? undefined : minutes * 60;
}

function invalidGrant(message: string): OAuthError {
  return new OAuthError("invalid_grant", message);
}
