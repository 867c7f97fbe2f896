import { createPublicKey } from "node:crypto";
import type { Clock } from "../../clock/index.js";
import type { FederationPolicies, FederationPolicy } from "./federation-policies.js";
import { decodeJwt, isSignedWith, type Jwt } from "./jwt.js";
import { OAuthError } from "./oauth-error.js";
import type { OidcPolicy } from "./oidc-policy.js";
import type { FetchDocument, OAuthIdentity, OAuthPrincipal } from "./ports.js";

/** What decides about tokens of other issuers. */
export interface FederationOptions {
  readonly policies: FederationPolicies;
  readonly identity: OAuthIdentity;
  readonly clock: Clock;
  readonly accountId: string;
  readonly fetchDocument: FetchDocument;
}

/** Holds other issuers' tokens against the federation policies. */
export class Federation {
  readonly #options: FederationOptions;

  constructor(options: FederationOptions) {
    this.#options = options;
  }

  /**
   * Whom a token of another issuer stands for.
   *
   * @param clientId of the service principal that wants to be signed in, by a policy of its own or of
   *   the account; undefined: a user, by a policy of the account
   * @throws OAuthError `invalid_request` saying what is wrong with the token (RFC 8693 section 2.2.2)
   */
  async principalOf(token: string, clientId: string | undefined): Promise<OAuthPrincipal> {
    const jwt = decodeJwt(token);
    if (!jwt) throw refusal("it is not a JWT");
    const { policies, identity } = this.#options;
    const target =
      clientId === undefined ? undefined : identity.servicePrincipalByClientId(clientId);
    const own = target ? policies.of(target.id) : [];
    const reasons: string[] = [];
    for (const policy of [...own, ...policies.of(undefined)]) {
      const found = await this.#match(jwt, policy, target);
      if (typeof found !== "string") return found;
      reasons.push(`${policy.policy_id}: ${found}`);
    }
    throw refusal(reasons.length === 0 ? "there is no federation policy" : reasons.join("; "));
  }

  /** The principal, or why the policy does not let it in. */
  async #match(
    jwt: Jwt,
    policy: FederationPolicy,
    target: OAuthPrincipal | undefined,
  ): Promise<OAuthPrincipal | string> {
    const { oidc_policy: oidc, service_principal_id: owner } = policy;
    const mismatch = this.#mismatch(jwt, oidc, owner !== undefined);
    if (mismatch !== undefined) return mismatch;
    const problem = await this.#signatureProblem(jwt, oidc);
    if (problem !== undefined) return problem;
    if (owner !== undefined && target) return target;
    const subject = String(jwt.claims[oidc.subject_claim ?? "sub"]);
    const found = this.#options.identity.byName(subject);
    if (!found) return `there is no user '${subject}'`;
    if (target && target.id !== found.id) return `it is the token of '${subject}'`;
    return found;
  }

  #mismatch({ claims }: Jwt, oidc: OidcPolicy, hasSubject: boolean): string | undefined {
    const { iss, aud, exp, nbf } = claims;
    if (iss !== oidc.issuer) return `its issuer is '${String(iss)}', not '${oidc.issuer}'`;
    const wanted = oidc.audiences?.length ? oidc.audiences : [this.#options.accountId];
    const named = [aud].flat();
    if (!wanted.some((audience) => named.includes(audience))) {
      return `its audience is '${named.join(" ")}', not '${wanted.join("' or '")}'`;
    }
    const claim = oidc.subject_claim ?? "sub";
    const subject = claims[claim];
    if (typeof subject !== "string") return `its claim '${claim}' is missing`;
    if (hasSubject && subject !== oidc.subject) {
      return `its ${claim} is '${subject}', not '${oidc.subject}'`;
    }
    const now = this.#options.clock.now() / 1000;
    if (typeof exp !== "number") return "it does not say when it expires";
    if (exp <= now) return "it has expired";
    return typeof nbf === "number" && nbf > now + SKEW ? "it is not good yet" : undefined;
  }

  async #signatureProblem(jwt: Jwt, oidc: OidcPolicy): Promise<string | undefined> {
    let text: string;
    try {
      text = oidc.jwks_json ?? (await this.#fetchKeys(oidc));
    } catch (error) {
      return `its issuer's keys can't be had: ${error instanceof Error ? error.message : "?"}`;
    }
    const { kid } = jwt.header;
    const keys = keysIn(text).filter((key) => kid === undefined || key["kid"] === kid);
    if (keys.length === 0) return `its issuer has no key '${String(kid)}'`;
    return keys.some((key) => isSignedBy(key, jwt)) ? undefined : "its signature is not valid";
  }

  async #fetchKeys({ issuer = "", jwks_uri: uri }: OidcPolicy): Promise<string> {
    const { fetchDocument } = this.#options;
    if (uri !== undefined) return fetchDocument(uri);
    const discovery = `${issuer.replace(/\/$/, "")}/.well-known/openid-configuration`;
    const { jwks_uri: found } = JSON.parse(await fetchDocument(discovery)) as {
      readonly jwks_uri?: unknown;
    };
    return fetchDocument(String(found));
  }
}

/** Seconds by which the issuer's clock may be ahead. */
const SKEW = 60;

type Jwk = Readonly<Record<string, unknown>>;

function keysIn(text: string): readonly Jwk[] {
  try {
    const { keys } = JSON.parse(text) as { readonly keys?: unknown };
    return Array.isArray(keys) ? (keys as Jwk[]) : [];
  } catch {
    return [];
  }
}

function isSignedBy(jwk: Jwk, jwt: Jwt): boolean {
  try {
    // Why the spread: a JWK's type knows no index signature.
    return isSignedWith(createPublicKey({ key: { ...jwk }, format: "jwk" }), jwt);
  } catch {
    return false;
  }
}

function refusal(why: string): OAuthError {
  return new OAuthError("invalid_request", `subject_token is not accepted: ${why}`);
}
