import type { IdentityEngine, PrincipalRecord } from "../engines/identity/index.js";
import type { PermissionPrincipal, PrincipalsPort } from "../engines/permissions/index.js";

/** The people of a workspace as permissions see them. */
export function principalsPort(identity: IdentityEngine): PrincipalsPort {
  const find = (id: string | undefined): PermissionPrincipal | undefined => {
    const record = id === undefined ? undefined : identity.find(id);
    return record && toPrincipal(record);
  };
  return {
    find,
    byName: (kind, name) => {
      if (kind === "group") return find(identity.groupByName(name)?.id);
      const principal = find(identity.findByName(name)?.id);
      return principal?.kind === kind ? principal : undefined;
    },
    isAdmin: (id) => identity.isAdmin(id),
    groupIds: (id) => identity.groupIds(id),
  };
}

function toPrincipal(record: PrincipalRecord): PermissionPrincipal {
  const { id, kind, displayName } = record;
  switch (record.kind) {
    case "user":
      return { id, kind, displayName, name: record.userName };
    case "servicePrincipal":
      return { id, kind, displayName, name: record.applicationId };
    case "group":
      return { id, kind, displayName, name: displayName };
  }
}
