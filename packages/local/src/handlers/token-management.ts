import type * as wire from "databricks-sdk-ts/settings";
import type { Handlers } from "../contract/index.js";
import type { IdentityEngine, ManagedToken } from "../engines/identity/index.js";

/** Serves `settings.TokenManagementAPI`; permissions are served by `iam.PermissionsAPI`. */
export function tokenManagementHandlers(
  identity: IdentityEngine,
  workspaceId: number,
): Partial<Handlers["settings.TokenManagementAPI"]> {
  const { tokenManagement: tokens } = identity;
  const toWire = (token: ManagedToken): wire.TokenInfo => ({
    ...token,
    owner_id: Number(token.owner_id),
    created_by_id: Number(token.created_by_id),
    workspace_id: workspaceId,
  });
  return {
    list: ({ created_by_id, created_by_username }) => ({
      token_infos: tokens
        .list({
          createdById: created_by_id === undefined ? undefined : String(created_by_id),
          createdByUserName: created_by_username,
        })
        .map(toWire),
    }),
    get: ({ token_id }) => ({ token_info: toWire(tokens.get(token_id)) }),
    delete: ({ token_id }) => tokens.delete(token_id),
    updateTokenManagement: ({ token_id, token, update_mask }) =>
      toWire(tokens.update(token_id, token, update_mask)),
    createOboToken: ({ application_id, lifetime_seconds, ...request }, { principal }) => {
      const lifetime = lifetime_seconds === undefined ? undefined : Number(lifetime_seconds);
      const wanted = { ...request, lifetime_seconds: lifetime };
      const isHere = (id: string): boolean => identity.admits(id) !== undefined;
      const made = tokens.createOnBehalfOf(application_id, wanted, principal.id, isHere);
      return { token_value: made.token_value, token_info: toWire(made.token_info) };
    },
  };
}
