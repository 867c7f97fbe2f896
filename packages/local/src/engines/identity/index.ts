export { AccountIdentity } from "./account-identity.js";
export { Assignments, noWorkspace, type Assignment, type WorkspaceLevel } from "./assignments.js";
export { Directory } from "./directory.js";
export { IdentityEngine, type IdentityEngineOptions, type NewUser } from "./identity-engine.js";
export type {
  AssignmentRecord,
  GroupRecord,
  Principal,
  PrincipalRecord,
  ServicePrincipalRecord,
  UserRecord,
} from "./records.js";
export { ScimCollection, type PatchRequest } from "./scim-collection.js";
export { TokenManagement, type ManagedToken, type ManagedTokenFilter } from "./token-management.js";
export { Tokens, type TokenInfo, type TokenRequest, type TokensOptions } from "./tokens.js";
