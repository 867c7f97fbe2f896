export type { Attribute, AttributeType, AttributeValue, AuthFamily } from "./attribute.js";
export { attributes } from "./attributes.js";
export type { ConfigRuntime } from "./config-state.js";
export { Config } from "./config.js";
export { azureEndpoints } from "./environments.js";
export type { AzureEndpoints, CloudEnvironment } from "./environments.js";
export type {
  AttributeName,
  Cloud,
  ConfigAttributes,
  ConfigOptions,
  ResolvedAttributes,
} from "./options.js";
export type { EnvironmentVariables } from "./sources/environment.js";
export type { ReadFile } from "./sources/profile-file.js";
