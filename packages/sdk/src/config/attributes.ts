import type { Attribute, AttributeFacts } from "./attribute.js";
import { normaliseHost } from "./host.js";
import { normaliseAzureEnvironment, normaliseCloud } from "./normalise-cloud.js";
import type { AttributeName } from "./options.js";

/**
 * The one table of configuration attributes, in the order of the debug summary. Everything that
 * depends on an attribute derives from here; its TypeScript type stands in `options.ts`.
 */
const table: { readonly [Name in AttributeName]: AttributeFacts<Name> } = {
  host: {
    env: ["DATABRICKS_HOST"],
    type: "string",
    normalise: normaliseHost,
  },
  accountId: {
    env: ["DATABRICKS_ACCOUNT_ID"],
    type: "string",
  },
  workspaceId: {
    env: ["DATABRICKS_WORKSPACE_ID"],
    type: "string",
  },
  cloud: {
    env: ["DATABRICKS_CLOUD"],
    type: "string",
    normalise: normaliseCloud,
  },
  discoveryUrl: {
    env: ["DATABRICKS_DISCOVERY_URL"],
    type: "string",
  },
  token: {
    env: ["DATABRICKS_TOKEN"],
    type: "string",
    family: "pat",
    sensitive: true,
  },
  tokenAudience: {
    env: ["DATABRICKS_TOKEN_AUDIENCE"],
    type: "string",
  },
  oidcTokenEnv: {
    env: ["DATABRICKS_OIDC_TOKEN_ENV"],
    type: "string",
    family: "env-oidc",
    default: "DATABRICKS_OIDC_TOKEN",
  },
  oidcTokenFilepath: {
    env: ["DATABRICKS_OIDC_TOKEN_FILEPATH", "DATABRICKS_OIDC_TOKEN_FILE"],
    type: "string",
    family: "file-oidc",
  },
  username: {
    env: ["DATABRICKS_USERNAME"],
    type: "string",
    family: "basic",
  },
  password: {
    env: ["DATABRICKS_PASSWORD"],
    type: "string",
    family: "basic",
    sensitive: true,
  },
  clientId: {
    env: ["DATABRICKS_CLIENT_ID"],
    type: "string",
    family: "oauth",
  },
  clientSecret: {
    env: ["DATABRICKS_CLIENT_SECRET"],
    type: "string",
    family: "oauth",
    sensitive: true,
  },
  profile: {
    env: ["DATABRICKS_CONFIG_PROFILE"],
    type: "string",
    notInProfile: true,
  },
  configFile: {
    env: ["DATABRICKS_CONFIG_FILE"],
    type: "string",
    notInProfile: true,
    default: "~/.databrickscfg",
  },
  googleServiceAccount: {
    env: ["DATABRICKS_GOOGLE_SERVICE_ACCOUNT"],
    type: "string",
    family: "google",
  },
  googleCredentials: {
    env: ["GOOGLE_CREDENTIALS"],
    type: "string",
    family: "google",
    sensitive: true,
  },
  azureWorkspaceResourceId: {
    env: ["DATABRICKS_AZURE_RESOURCE_ID"],
    type: "string",
    family: "azure",
  },
  azureUseMsi: {
    env: ["ARM_USE_MSI"],
    type: "boolean",
    family: "azure",
    default: false,
  },
  azureClientSecret: {
    env: ["ARM_CLIENT_SECRET"],
    type: "string",
    family: "azure",
    sensitive: true,
  },
  azureClientId: {
    env: ["ARM_CLIENT_ID"],
    type: "string",
    family: "azure",
  },
  azureTenantId: {
    env: ["ARM_TENANT_ID"],
    type: "string",
    family: "azure",
  },
  azureEnvironment: {
    env: ["ARM_ENVIRONMENT"],
    type: "string",
    normalise: normaliseAzureEnvironment,
  },
  databricksCliPath: {
    env: ["DATABRICKS_CLI_PATH"],
    type: "string",
  },
  authType: {
    env: ["DATABRICKS_AUTH_TYPE"],
    type: "string",
  },
  clusterId: {
    env: ["DATABRICKS_CLUSTER_ID"],
    type: "string",
  },
  warehouseId: {
    env: ["DATABRICKS_WAREHOUSE_ID"],
    type: "string",
  },
  serverlessComputeId: {
    env: ["DATABRICKS_SERVERLESS_COMPUTE_ID"],
    type: "string",
  },
  skipVerify: {
    type: "boolean",
    default: false,
  },
  httpTimeoutSeconds: {
    type: "number",
    minimum: 0.001,
    default: 60,
  },
  debugTruncateBytes: {
    env: ["DATABRICKS_DEBUG_TRUNCATE_BYTES"],
    type: "integer",
    minimum: 0,
    default: 96,
  },
  debugHeaders: {
    env: ["DATABRICKS_DEBUG_HEADERS"],
    type: "boolean",
    default: false,
  },
  rateLimit: {
    env: ["DATABRICKS_RATE_LIMIT"],
    type: "integer",
    minimum: 1,
  },
  retryTimeoutSeconds: {
    type: "number",
    default: 300,
  },
  metadataServiceUrl: {
    env: ["DATABRICKS_METADATA_SERVICE_URL"],
    type: "string",
    family: "metadata-service",
    sensitive: true,
  },
  maxConnectionPools: {
    type: "integer",
    minimum: 1,
  },
  maxConnectionsPerPool: {
    type: "integer",
    minimum: 1,
  },
  disableAsyncTokenRefresh: {
    env: ["DATABRICKS_DISABLE_ASYNC_TOKEN_REFRESH"],
    type: "boolean",
    default: false,
  },
  disableExperimentalFilesApiClient: {
    env: ["DATABRICKS_DISABLE_EXPERIMENTAL_FILES_API_CLIENT"],
    type: "boolean",
    default: false,
  },
  scopes: {
    type: "list",
    default: ["all-apis"],
  },
  authorizationDetails: {
    type: "json",
  },
  disableOauthRefreshToken: {
    env: ["DATABRICKS_DISABLE_OAUTH_REFRESH_TOKEN"],
    type: "boolean",
    default: false,
  },
  oauthCallbackPort: {
    env: ["DATABRICKS_OAUTH_CALLBACK_PORT"],
    type: "integer",
    minimum: 1,
    hidden: true,
  },
  actionsIdTokenRequestUrl: {
    env: ["ACTIONS_ID_TOKEN_REQUEST_URL"],
    type: "string",
    hidden: true,
  },
  actionsIdTokenRequestToken: {
    env: ["ACTIONS_ID_TOKEN_REQUEST_TOKEN"],
    type: "string",
    sensitive: true,
    hidden: true,
  },
};

/** Every configuration attribute, in the order of the debug summary. */
export const attributes: readonly Attribute[] = Object.entries(table).map(([name, facts]) => {
  const { notInProfile, ...rest }: AttributeFacts<AttributeName> = facts;
  return {
    env: [],
    sensitive: false,
    hidden: false,
    ...(notInProfile ? {} : { profileKey: snakeCase(name) }),
    ...rest,
    name: name as AttributeName,
  };
});

function snakeCase(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}
