import type { Directory, Principal } from "../engines/identity/index.js";
import type { OAuthIdentity, OAuthPrincipal } from "../engines/oauth/index.js";

/**
 * The people of the account as the OAuth server sees them.
 *
 * @param tokenOwner whose personal access token it is in a workspace
 */
export function oauthIdentity(
  directory: Directory,
  tokenOwner: (token: string, workspaceId: number) => Principal | undefined,
): OAuthIdentity {
  const active = (id: string | undefined): OAuthPrincipal | undefined => {
    const principal = id === undefined ? undefined : directory.principal(id);
    const displayName = principal && directory.find(principal.id)?.displayName;
    return principal && { ...principal, displayName: displayName ?? principal.userName };
  };
  return {
    users: () => directory.users().flatMap(({ id }) => active(id) ?? []),
    user: (id) => active(directory.user(id)?.id),
    servicePrincipal: (id) =>
      directory.find(id)?.kind === "servicePrincipal" ? active(id) : undefined,
    servicePrincipalByClientId: (clientId) =>
      active(directory.servicePrincipalByClientId(clientId)?.id),
    byName: (name) => active(directory.byName(name)?.id),
    tokenOwner: (token, workspaceId) => active(tokenOwner(token, workspaceId)?.id),
  };
}
