import type { Handlers } from "../contract/index.js";
import type { OAuthEngine } from "../engines/oauth/index.js";

/**
 * Serves `oauth2.ServicePrincipalSecretsAPI` of the account, and
 * `oauth2.ServicePrincipalSecretsProxyAPI` of a workspace, which is the same.
 */
export function servicePrincipalSecretsHandlers({
  secrets,
}: OAuthEngine): Handlers["oauth2.ServicePrincipalSecretsAPI"] {
  return {
    create: ({ service_principal_id, ...request }) => secrets.create(service_principal_id, request),
    delete: ({ service_principal_id, secret_id }) =>
      secrets.delete(service_principal_id, secret_id),
    list: ({ service_principal_id, ...page }) => {
      const { items, ...next } = secrets.list(service_principal_id, page);
      return { secrets: items, ...next };
    },
  };
}
