import type { Handlers } from "../contract/index.js";
import type { OAuthEngine } from "../engines/oauth/index.js";
import { WorkspaceError } from "../errors/index.js";

/** Serves `oauth2.ServicePrincipalSecretsAPI` of the account. */
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

/**
 * Serves `oauth2.ServicePrincipalSecretsProxyAPI` of a workspace: the same, for the service principals
 * that are in it. Whoever administers one workspace must not become somebody of another.
 *
 * @param isHere whether a service principal is in the workspace
 */
export function servicePrincipalSecretsProxyHandlers(
  oauth: OAuthEngine,
  isHere: (id: string) => boolean,
): Handlers["oauth2.ServicePrincipalSecretsProxyAPI"] {
  const handlers = servicePrincipalSecretsHandlers(oauth);
  const check = ({ service_principal_id: id }: { readonly service_principal_id: string }): void => {
    if (isHere(id)) return;
    const text = `Service principal with id ${id} not found.`;
    throw new WorkspaceError("RESOURCE_DOES_NOT_EXIST", text);
  };
  return {
    create: (request, context) => (check(request), handlers.create(request, context)),
    delete: (request, context) => (check(request), handlers.delete(request, context)),
    list: (request, context) => (check(request), handlers.list(request, context)),
  };
}
