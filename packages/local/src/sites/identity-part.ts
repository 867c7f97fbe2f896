import type { IdentityEngine } from "../engines/identity/index.js";
import type { OAuthEngine } from "../engines/oauth/index.js";
import type { PermissionEngine } from "../engines/permissions/index.js";
import { currentUserHandlers } from "../handlers/current-user.js";
import {
  objectPermissionsHandlers,
  type ObjectPermissionsHandlers,
} from "../handlers/object-permissions.js";
import { permissionsHandlers } from "../handlers/permissions.js";
import { scimHandlers } from "../handlers/scim.js";
import { servicePrincipalSecretsProxyHandlers } from "../handlers/service-principal-secrets.js";
import { tokenManagementHandlers } from "../handlers/token-management.js";
import { tokensHandlers } from "../handlers/tokens.js";
import type { AccessRule } from "./access-rules.js";
import type { WorkspacePart } from "./workspace-part.js";

const ADMIN: AccessRule = { admin: true };
const SCIM = { create: ADMIN, delete: ADMIN, patch: ADMIN, update: ADMIN };
const tokens: AccessRule = { use: ["authorization", "tokens", "CAN_USE"] };

/** Who is in a workspace, what they sign in with, and what they may do. */
export function identityPart(
  identity: IdentityEngine,
  permissions: PermissionEngine,
  oauth: OAuthEngine,
  workspaceId: number,
): WorkspacePart {
  const { users, groups, servicePrincipals } = identity;
  const one = (kind: string): ObjectPermissionsHandlers<object> =>
    objectPermissionsHandlers(permissions, "authorization", () => kind);
  const usersAndPasswords = { ...scimHandlers(users), ...one("passwords") };
  return {
    handlers: {
      "iam.CurrentUserAPI": currentUserHandlers(identity),
      "iam.GroupsAPI": scimHandlers(groups),
      "iam.GroupsV2API": scimHandlers(groups),
      "iam.PermissionsAPI": permissionsHandlers(permissions),
      "iam.ServicePrincipalsAPI": scimHandlers(servicePrincipals),
      "iam.ServicePrincipalsV2API": scimHandlers(servicePrincipals),
      "iam.UsersAPI": usersAndPasswords,
      "iam.UsersV2API": usersAndPasswords,
      "oauth2.ServicePrincipalSecretsProxyAPI": servicePrincipalSecretsProxyHandlers(
        oauth,
        (id) => identity.find(id)?.kind === "servicePrincipal",
      ),
      "settings.TokenManagementAPI": {
        ...tokenManagementHandlers(identity, workspaceId),
        ...one("tokens"),
      },
      "settings.TokensAPI": tokensHandlers(identity),
    },
    rules: {
      "iam.GroupsAPI": SCIM,
      "iam.GroupsV2API": SCIM,
      "iam.ServicePrincipalsAPI": SCIM,
      "iam.ServicePrincipalsV2API": SCIM,
      "iam.UsersAPI": SCIM,
      "iam.UsersV2API": SCIM,
      "oauth2.ServicePrincipalSecretsProxyAPI": { create: ADMIN, delete: ADMIN, list: ADMIN },
      "settings.TokenManagementAPI": {
        list: ADMIN,
        get: ADMIN,
        delete: ADMIN,
        updateTokenManagement: ADMIN,
        createOboToken: ADMIN,
      },
      "settings.TokensAPI": { create: tokens, list: tokens, update: tokens },
    },
  };
}
