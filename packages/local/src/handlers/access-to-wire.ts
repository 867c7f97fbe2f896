import type * as wire from "databricks-sdk-ts/iam";
import type { AccessEntry, ObjectAccess } from "../engines/permissions/index.js";

/** An access list as answers have it. */
export function accessToWire(access: ObjectAccess): wire.ObjectPermissions {
  const { objectId, objectType, entries } = access;
  return {
    object_id: objectId,
    object_type: objectType,
    access_control_list: entries.map(entryToWire),
  };
}

/** The levels that can be given, as answers have them. */
export function levelsToWire(
  levels: readonly { readonly level: string; readonly description: string }[],
): wire.GetPermissionLevelsResponse {
  return {
    permission_levels: levels.map(({ level, description }) => ({
      permission_level: level,
      description,
    })),
  };
}

function entryToWire({ principal, permissions }: AccessEntry): wire.AccessControlResponse {
  return {
    ...nameIn(principal),
    all_permissions: permissions.map(({ level, inheritedFrom }) => ({
      permission_level: level,
      inherited: inheritedFrom !== undefined,
      ...(inheritedFrom !== undefined && { inherited_from_object: [inheritedFrom] }),
    })),
  };
}

function nameIn({ kind, name, displayName }: AccessEntry["principal"]): wire.AccessControlResponse {
  switch (kind) {
    case "user":
      return { user_name: name, display_name: displayName };
    case "servicePrincipal":
      return { service_principal_name: name, display_name: displayName };
    case "group":
      return { group_name: name };
  }
}
