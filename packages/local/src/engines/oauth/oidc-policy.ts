import { WorkspaceError } from "../../errors/index.js";

/** Which tokens of another issuer a federation policy takes. */
export interface OidcPolicy {
  readonly issuer?: string | undefined;
  /** Of which a token must name one. Default: the account's id. */
  readonly audiences?: string[] | undefined;
  /** What the subject claim must be; for service principals' policies, and needed there. */
  readonly subject?: string | undefined;
  /** The claim that says who it is. Default `sub`. */
  readonly subject_claim?: string | undefined;
  /** The issuer's keys, a JWK set as text. */
  readonly jwks_json?: string | undefined;
  /** Where the issuer's keys are. Default: as the issuer's own discovery document says. */
  readonly jwks_uri?: string | undefined;
}

/**
 * Checks a policy, and drops what is undefined of it.
 *
 * @throws WorkspaceError `INVALID_PARAMETER_VALUE` naming the field
 */
export function checkOidcPolicy(
  policy: OidcPolicy | undefined,
  forServicePrincipal: boolean,
): OidcPolicy {
  if (!policy?.issuer) throw invalid("oidc_policy.issuer is missing");
  const { issuer, subject, jwks_json: json, jwks_uri: uri } = policy;
  if (!isIssuer(issuer)) {
    throw invalid(`oidc_policy.issuer '${issuer}' must be an https URL, or one of this machine`);
  }
  if (uri !== undefined && !isIssuer(uri)) {
    throw invalid(`oidc_policy.jwks_uri '${uri}' must be an https URL, or one of this machine`);
  }
  if (json !== undefined && uri !== undefined) {
    throw invalid("oidc_policy: jwks_json and jwks_uri can't be given together");
  }
  if (json !== undefined && !isJwks(json)) {
    throw invalid("oidc_policy.jwks_json must be a JWK set: a JSON object with a list 'keys'");
  }
  if (forServicePrincipal && !subject) {
    throw invalid("oidc_policy.subject is missing: a service principal's policy needs it");
  }
  if (!forServicePrincipal && subject !== undefined) {
    throw invalid("oidc_policy.subject can't be given: an account's policy takes any user's");
  }
  return Object.fromEntries(
    Object.entries(policy).filter(([, value]) => value !== undefined),
  ) as OidcPolicy;
}

function isIssuer(text: string): boolean {
  if (!URL.canParse(text)) return false;
  const { protocol, hostname } = new URL(text);
  const local = ["localhost", "127.0.0.1", "[::1]"].includes(hostname);
  return protocol === "https:" || (protocol === "http:" && local);
}

function isJwks(text: string): boolean {
  try {
    const { keys } = JSON.parse(text) as { readonly keys?: unknown };
    return Array.isArray(keys);
  } catch {
    return false;
  }
}

function invalid(message: string): WorkspaceError {
  return new WorkspaceError("INVALID_PARAMETER_VALUE", message);
}
