export type {
  AccessRequest,
  PermissionPrincipal,
  PrincipalKind,
  PrincipalsPort,
} from "./access-list.js";
export {
  PermissionEngine,
  type AccessEntry,
  type ObjectAccess,
  type Permission,
  type PermissionEngineOptions,
} from "./permission-engine.js";
