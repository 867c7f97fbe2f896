export type { Attribute, AttributeType, AttributeValue, AuthFamily } from "./attribute.js";
export { attributes } from "./attributes.js";
export type { ConfigRuntime } from "./config-state.js";
export { Config } from "./config.js";
export { listProfiles, type Profiles } from "./list-profiles.js";
export type {
  AttributeName,
  ConfigAttributes,
  ConfigOptions,
  ResolvedAttributes,
} from "./options.js";
export type { EnvironmentVariables } from "./sources/environment.js";
export type { ReadFile } from "./sources/profile-file.js";
