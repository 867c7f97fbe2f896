import { randomUUID } from "node:crypto";
import type { Clock } from "../../clock/index.js";
import type { Collection, Store } from "../../state/index.js";
import { decodeJwt, isSignedWith, signJwt } from "./jwt.js";
import type { Realm } from "./ports.js";
import type { SigningKeys } from "./signing-keys.js";

/** What an access token says (RFC 9068). */
export interface AccessClaims {
  readonly iss: string;
  /** A user's name; a service principal's application id. */
  readonly sub: string;
  readonly aud: string;
  readonly client_id: string;
  /** Scopes, with spaces between. */
  readonly scope: string;
  /** Seconds since the Unix epoch, as is `exp`. */
  readonly iat: number;
  readonly exp: number;
  readonly jti: string;
  /** The session that it belongs to, and ends with. */
  readonly sid?: string;
  /** What it is limited to on the data plane (RFC 9396). */
  readonly authorization_details?: unknown;
}

/** What a token is issued for. */
export interface AccessTokenRequest {
  readonly realm: Realm;
  readonly subject: string;
  readonly clientId: string;
  readonly scopes: readonly string[];
  readonly lifetimeSeconds: number;
  readonly sessionId?: string;
  readonly authorizationDetails?: unknown;
}

/** The answer of the token endpoint (RFC 6749 section 5.1). */
export interface TokenAnswer {
  readonly access_token: string;
  readonly token_type: "Bearer";
  readonly expires_in: number;
  readonly scope: string;
  readonly refresh_token?: string;
  /** Of OpenID Connect, where the scope `openid` was asked for. */
  readonly id_token?: string;
}

/** Issues access tokens, and tells which are good. */
export class AccessTokens {
  readonly #keys: SigningKeys;
  readonly #clock: Clock;
  /** Token ids that were revoked, until they would have expired. */
  readonly #revoked: Collection<{ readonly jti: string; readonly exp: number }>;

  constructor(store: Store, clock: Clock, keys: SigningKeys) {
    this.#revoked = store.collection("oauth-revoked");
    this.#clock = clock;
    this.#keys = keys;
  }

  /** Issues an access token. */
  async issue(request: AccessTokenRequest): Promise<TokenAnswer> {
    const { realm, lifetimeSeconds, sessionId, authorizationDetails } = request;
    const scope = request.scopes.join(" ");
    const claims: AccessClaims = {
      iss: realm.issuer,
      sub: request.subject,
      aud: realm.audience,
      client_id: request.clientId,
      scope,
      ...this.#times(lifetimeSeconds),
      jti: randomUUID(),
      ...(sessionId !== undefined && { sid: sessionId }),
      ...(authorizationDetails !== undefined && { authorization_details: authorizationDetails }),
    };
    return {
      access_token: await this.#sign("at+jwt", claims),
      token_type: "Bearer",
      expires_in: lifetimeSeconds,
      scope,
    };
  }

  /** An ID token (OpenID Connect Core section 2), good for an hour. */
  issueIdToken(realm: Realm, audience: string, claims: object): Promise<string> {
    return this.#sign("JWT", {
      iss: realm.issuer,
      aud: audience,
      ...this.#times(3600),
      ...claims,
    });
  }

  /** What a token says; undefined: it is not ours, has expired, or was revoked. */
  verify(token: string): AccessClaims | undefined {
    const key = this.#keys.known();
    const jwt = decodeJwt(token);
    if (!key || jwt?.header["typ"] !== "at+jwt" || jwt.header["alg"] !== "RS256") return undefined;
    if (!isSignedWith(key.publicKey, jwt)) return undefined;
    // Why the cast holds: the signature says that these claims were written by `issue`.
    const claims = jwt.claims as unknown as AccessClaims;
    const good = claims.exp * 1000 > this.#clock.now() && !this.#revoked.get(claims.jti);
    return good ? claims : undefined;
  }

  /** Ends one token. */
  revoke({ jti, exp }: AccessClaims): void {
    for (const old of this.#revoked.values()) {
      if (old.exp * 1000 <= this.#clock.now()) this.#revoked.delete(old.jti);
    }
    this.#revoked.put(jti, { jti, exp });
  }

  /** Why rounded up: no token may end before its `expires_in` says so. */
  #times(lifetimeSeconds: number): { readonly iat: number; readonly exp: number } {
    const now = this.#clock.now() / 1000;
    return { iat: Math.floor(now), exp: Math.ceil(now + lifetimeSeconds) };
  }

  async #sign(typ: string, claims: object): Promise<string> {
    const { kid, privateKey } = await this.#keys.current();
    return signJwt({ typ, kid }, claims, privateKey);
  }
}
