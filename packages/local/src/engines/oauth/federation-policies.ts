import { randomUUID } from "node:crypto";
import type { Clock } from "../../clock/index.js";
import { WorkspaceError } from "../../errors/index.js";
import type { Collection, Store } from "../../state/index.js";
import { checkOidcPolicy, type OidcPolicy } from "./oidc-policy.js";
import { pageOf, type Page, type PageRequest } from "./page.js";
import type { OAuthIdentity } from "./ports.js";

/** A rule by which somebody else's tokens are exchanged for the account's own. */
export interface FederationPolicy {
  /** `accounts/{id}/federationPolicies/{policy_id}`, or under a service principal. */
  readonly name: string;
  readonly policy_id: string;
  readonly uid: string;
  readonly description?: string;
  readonly oidc_policy: OidcPolicy;
  /** RFC 3339, as is the other time. */
  readonly create_time: string;
  readonly update_time: string;
  /** SCIM id as a number, for a service principal's policy. */
  readonly service_principal_id?: number;
}

/** What the caller says of a policy. */
export interface PolicyRequest {
  readonly description?: string | undefined;
  readonly oidc_policy?: OidcPolicy | undefined;
}

/** SCIM id of the service principal that a policy is for; undefined: for the whole account. */
export type PolicyOwner = string | undefined;

const UPDATABLE: readonly string[] = ["description", "oidc_policy"];
const OIDC_FIELDS: readonly string[] = [
  "audiences",
  "issuer",
  "jwks_json",
  "jwks_uri",
  "subject",
  "subject_claim",
];

/** The federation policies of the account and of its service principals. */
export class FederationPolicies {
  readonly #policies: Collection<FederationPolicy>;
  readonly #clock: Clock;
  readonly #accountId: string;
  readonly #identity: OAuthIdentity;

  constructor(store: Store, clock: Clock, accountId: string, identity: OAuthIdentity) {
    this.#policies = store.collection("oauth-federation-policies");
    this.#clock = clock;
    this.#accountId = accountId;
    this.#identity = identity;
  }

  /**
   * Makes a policy.
   *
   * @param policyId default: a new UUID
   * @throws WorkspaceError `ALREADY_EXISTS`, or `INVALID_PARAMETER_VALUE` naming the field
   */
  create(owner: PolicyOwner, request: PolicyRequest, policyId?: string): FederationPolicy {
    this.#checkOwner(owner);
    const id = policyId || randomUUID();
    if (!/^[a-z0-9][a-z0-9/-]*$/.test(id)) {
      throw invalid(`policy_id '${id}' may hold lower-case letters, digits, '-' and '/' only`);
    }
    const name = this.#nameOf(owner, id);
    if (this.#policies.get(name)) {
      throw new WorkspaceError("ALREADY_EXISTS", `Federation policy ${name} exists already.`);
    }
    const now = new Date(this.#clock.now()).toISOString();
    const policy: FederationPolicy = {
      name,
      policy_id: id,
      uid: randomUUID(),
      ...(request.description !== undefined && { description: request.description }),
      oidc_policy: checkOidcPolicy(request.oidc_policy, owner !== undefined),
      create_time: now,
      update_time: now,
      ...(owner !== undefined && { service_principal_id: Number(owner) }),
    };
    this.#policies.put(name, policy);
    return policy;
  }

  /** @throws WorkspaceError `RESOURCE_DOES_NOT_EXIST` */
  get(owner: PolicyOwner, policyId: string): FederationPolicy {
    this.#checkOwner(owner);
    const name = this.#nameOf(owner, policyId);
    const found = this.#policies.get(name);
    if (found) return found;
    throw missing(`Federation policy ${name} does not exist.`);
  }

  list(owner: PolicyOwner, page: PageRequest = {}): Page<FederationPolicy> {
    this.#checkOwner(owner);
    return pageOf(this.of(owner), page);
  }

  /**
   * Changes what `mask` names: `description`, `oidc_policy` and its fields, comma-separated, `*` or
   * nothing for all. What it names and the request lacks is cleared.
   */
  update(
    owner: PolicyOwner,
    policyId: string,
    request: PolicyRequest,
    mask = "*",
  ): FederationPolicy {
    const { description, oidc_policy, ...fixed } = this.get(owner, policyId);
    const changed = masked({ description, oidc_policy }, request, namesIn(mask));
    const policy: FederationPolicy = {
      ...fixed,
      ...(changed.description !== undefined && { description: changed.description }),
      oidc_policy: checkOidcPolicy(changed.oidc_policy, owner !== undefined),
      update_time: new Date(this.#clock.now()).toISOString(),
    };
    this.#policies.put(policy.name, policy);
    return policy;
  }

  /** @throws WorkspaceError `RESOURCE_DOES_NOT_EXIST` */
  delete(owner: PolicyOwner, policyId: string): void {
    this.#policies.delete(this.get(owner, policyId).name);
  }

  /** All policies of the account, or of one service principal. */
  of(owner: PolicyOwner): FederationPolicy[] {
    const wanted = owner === undefined ? undefined : Number(owner);
    return this.#policies.values().filter((policy) => policy.service_principal_id === wanted);
  }

  #checkOwner(owner: PolicyOwner): void {
    if (owner === undefined || this.#identity.servicePrincipal(owner)) return;
    throw missing(`Service principal with id ${owner} not found.`);
  }

  #nameOf(owner: PolicyOwner, policyId: string): string {
    const of = owner === undefined ? "" : `/servicePrincipals/${owner}`;
    return `accounts/${this.#accountId}${of}/federationPolicies/${policyId}`;
  }
}

function namesIn(mask: string): readonly string[] {
  const names = mask === "" || mask === "*" ? UPDATABLE : mask.split(",");
  for (const name of names) {
    const [field = "", inner] = name.split(".", 2);
    const known = UPDATABLE.includes(field) && !name.slice(field.length + 1).includes(".");
    const fits = inner === undefined || (field === "oidc_policy" && OIDC_FIELDS.includes(inner));
    if (!known || !fits) throw invalid(`update_mask: there is no field '${name}' to update`);
  }
  return names;
}

function masked(
  before: PolicyRequest,
  request: PolicyRequest,
  names: readonly string[],
): PolicyRequest {
  const oidc: Record<string, unknown> = {
    ...(names.includes("oidc_policy") ? request.oidc_policy : before.oidc_policy),
  };
  for (const name of names) {
    const [, inner] = name.split(".", 2);
    if (inner !== undefined) oidc[inner] = request.oidc_policy?.[inner as keyof OidcPolicy];
  }
  return {
    description: names.includes("description") ? request.description : before.description,
    oidc_policy: oidc,
  };
}

function invalid(message: string): WorkspaceError {
  return new WorkspaceError("INVALID_PARAMETER_VALUE", message);
}

function missing(message: string): WorkspaceError {
  return new WorkspaceError("RESOURCE_DOES_NOT_EXIST", message);
}
