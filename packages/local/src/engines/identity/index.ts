export {
  IdentityEngine,
  type IdentityEngineOptions,
  type NewUser,
  type Principal,
} from "./identity-engine.js";
export type { Projection, ScimUser, ScimValue } from "./scim-user.js";
export { Tokens, type TokenInfo, type TokenRequest, type TokensOptions } from "./tokens.js";
