export type {
  AccessRequest,
  Grant,
  PermissionPrincipal,
  PrincipalKind,
  PrincipalsPort,
} from "./access-list.js";
export {
  PermissionEngine,
  type AccessEntry,
  type InheritedGrant,
  type ObjectAccess,
  type Permission,
  type PermissionEngineOptions,
} from "./permission-engine.js";
