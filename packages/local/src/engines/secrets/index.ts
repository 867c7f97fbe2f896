export type { Permission } from "./permission.js";
export type { SecretCaller, SecretPrincipals } from "./principals.js";
export {
  SecretsEngine,
  type AccessItem,
  type NewScope,
  type SecretMetadata,
  type SecretsOptions,
} from "./secrets-engine.js";
