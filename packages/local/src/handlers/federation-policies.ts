import type { Handlers } from "../contract/index.js";
import type { OAuthEngine } from "../engines/oauth/index.js";

/** Serves `oauth2.AccountFederationPolicyAPI`. */
export function accountFederationPolicyHandlers({
  federationPolicies: policies,
}: OAuthEngine): Handlers["oauth2.AccountFederationPolicyAPI"] {
  return {
    create: ({ policy, policy_id }) => policies.create(undefined, policy, policy_id),
    delete: ({ policy_id }) => policies.delete(undefined, policy_id),
    get: ({ policy_id }) => policies.get(undefined, policy_id),
    list: (page) => {
      const { items, ...next } = policies.list(undefined, page);
      return { policies: items, ...next };
    },
    update: ({ policy_id, policy, update_mask }) =>
      policies.update(undefined, policy_id, policy, update_mask),
  };
}

/** Serves `oauth2.ServicePrincipalFederationPolicyAPI`. */
export function servicePrincipalFederationPolicyHandlers({
  federationPolicies: policies,
}: OAuthEngine): Handlers["oauth2.ServicePrincipalFederationPolicyAPI"] {
  return {
    create: ({ service_principal_id: id, policy, policy_id }) =>
      policies.create(String(id), policy, policy_id),
    delete: ({ service_principal_id: id, policy_id }) => policies.delete(String(id), policy_id),
    get: ({ service_principal_id: id, policy_id }) => policies.get(String(id), policy_id),
    list: ({ service_principal_id: id, ...page }) => {
      const { items, ...next } = policies.list(String(id), page);
      return { policies: items, ...next };
    },
    update: ({ service_principal_id: id, policy_id, policy, update_mask }) =>
      policies.update(String(id), policy_id, policy, update_mask),
  };
}
