import type { Attribute, AttributeFacts } from "./attribute.js";
import { normaliseHost } from "./host.js";
import { normaliseAzureEnvironment, normaliseCloud } from "./environments.js";
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
    doc: "Address of the workspace or account, e.g. `https://adb-123.4.azuredatabricks.net`.",
  },
  accountId: {
    env: ["DATABRICKS_ACCOUNT_ID"],
    type: "string",
    doc: "The account's id, a UUID.",
  },
  workspaceId: {
    env: ["DATABRICKS_WORKSPACE_ID"],
    type: "string",
    doc: "The workspace's id, decimal digits.",
  },
  cloud: {
    env: ["DATABRICKS_CLOUD"],
    type: "string",
    normalise: normaliseCloud,
    doc: "Cloud of the workspace: AWS, AZURE or GCP. Default: concluded from the host.",
  },
  discoveryUrl: {
    env: ["DATABRICKS_DISCOVERY_URL"],
    type: "string",
    doc: "URL of the OAuth discovery document (RFC 8414).",
  },
  token: {
    env: ["DATABRICKS_TOKEN"],
    type: "string",
    family: "pat",
    sensitive: true,
    doc: "Personal access token.",
  },
  tokenAudience: {
    env: ["DATABRICKS_TOKEN_AUDIENCE"],
    type: "string",
    doc: "Audience asked for in ID tokens that are exchanged for Databricks tokens.",
  },
  oidcTokenEnv: {
    env: ["DATABRICKS_OIDC_TOKEN_ENV"],
    type: "string",
    family: "env-oidc",
    default: "DATABRICKS_OIDC_TOKEN",
    doc: "Name of the environment variable that holds an ID token. Default: `DATABRICKS_OIDC_TOKEN`.",
  },
  oidcTokenFilepath: {
    env: ["DATABRICKS_OIDC_TOKEN_FILEPATH", "DATABRICKS_OIDC_TOKEN_FILE"],
    type: "string",
    family: "file-oidc",
    doc: "Path of a file that holds an ID token.",
  },
  username: {
    env: ["DATABRICKS_USERNAME"],
    type: "string",
    family: "basic",
    doc: "User name for basic authentication.",
  },
  password: {
    env: ["DATABRICKS_PASSWORD"],
    type: "string",
    family: "basic",
    sensitive: true,
    doc: "Password for basic authentication.",
  },
  clientId: {
    env: ["DATABRICKS_CLIENT_ID"],
    type: "string",
    family: "oauth",
    doc: "OAuth client id of a service principal or an OAuth application.",
  },
  clientSecret: {
    env: ["DATABRICKS_CLIENT_SECRET"],
    type: "string",
    family: "oauth",
    sensitive: true,
    doc: "OAuth client secret.",
  },
  profile: {
    env: ["DATABRICKS_CONFIG_PROFILE"],
    type: "string",
    notInProfile: true,
    doc: "Name of the profile in the configuration file.",
  },
  configFile: {
    env: ["DATABRICKS_CONFIG_FILE"],
    type: "string",
    notInProfile: true,
    default: "~/.databrickscfg",
    doc: "Path of the configuration file. Default: `~/.databrickscfg`.",
  },
  googleServiceAccount: {
    env: ["DATABRICKS_GOOGLE_SERVICE_ACCOUNT"],
    type: "string",
    family: "google",
    doc: "E-mail address of the Google service account to impersonate.",
  },
  googleCredentials: {
    env: ["GOOGLE_CREDENTIALS"],
    type: "string",
    family: "google",
    sensitive: true,
    doc: "Google service account key: its JSON text, or the path of a file with it.",
  },
  azureWorkspaceResourceId: {
    env: ["DATABRICKS_AZURE_RESOURCE_ID"],
    type: "string",
    family: "azure",
    doc: "Azure resource id of the workspace.",
  },
  azureUseMsi: {
    env: ["ARM_USE_MSI"],
    type: "boolean",
    family: "azure",
    default: false,
    doc: "Use the Azure managed identity of this machine. Default: false.",
  },
  azureClientSecret: {
    env: ["ARM_CLIENT_SECRET"],
    type: "string",
    family: "azure",
    sensitive: true,
    doc: "Client secret of an Azure service principal.",
  },
  azureClientId: {
    env: ["ARM_CLIENT_ID"],
    type: "string",
    family: "azure",
    doc: "Client id of an Azure service principal or managed identity.",
  },
  azureTenantId: {
    env: ["ARM_TENANT_ID"],
    type: "string",
    family: "azure",
    doc: "Tenant id of the Azure service principal.",
  },
  azureEnvironment: {
    env: ["ARM_ENVIRONMENT"],
    type: "string",
    normalise: normaliseAzureEnvironment,
    doc: "Azure environment: PUBLIC, USGOVERNMENT or CHINA.",
  },
  databricksCliPath: {
    env: ["DATABRICKS_CLI_PATH"],
    type: "string",
    doc: "Path of the Databricks CLI. Default: `databricks`, searched in PATH.",
  },
  authType: {
    env: ["DATABRICKS_AUTH_TYPE"],
    type: "string",
    doc: "Name of the one authentication method to use. Default: the first that fits.",
  },
  clusterId: {
    env: ["DATABRICKS_CLUSTER_ID"],
    type: "string",
    doc: "Id of the cluster that helpers run on.",
  },
  warehouseId: {
    env: ["DATABRICKS_WAREHOUSE_ID"],
    type: "string",
    doc: "Id of the SQL warehouse that helpers run on.",
  },
  serverlessComputeId: {
    env: ["DATABRICKS_SERVERLESS_COMPUTE_ID"],
    type: "string",
    doc: "Serverless compute that helpers run on, mostly `auto`.",
  },
  skipVerify: {
    type: "boolean",
    default: false,
    doc: "Do not verify TLS certificates: anyone on the way can read along. Default: false.",
  },
  httpTimeoutSeconds: {
    type: "number",
    minimum: 0.001,
    default: 60,
    doc: "Seconds without a byte after which an attempt fails. Default: 60.",
  },
  debugTruncateBytes: {
    env: ["DATABRICKS_DEBUG_TRUNCATE_BYTES"],
    type: "integer",
    minimum: 0,
    default: 96,
    doc: "Bytes of a text that debug logs show. Default: 96.",
  },
  debugHeaders: {
    env: ["DATABRICKS_DEBUG_HEADERS"],
    type: "boolean",
    default: false,
    doc: "Show request headers in debug logs, credentials excepted. Default: false.",
  },
  rateLimit: {
    env: ["DATABRICKS_RATE_LIMIT"],
    type: "integer",
    minimum: 1,
    doc: "Requests per second that the client sends at most. Default: no limit.",
  },
  retryTimeoutSeconds: {
    type: "number",
    default: 300,
    doc: "Seconds after which a call is not retried again; negative: no limit. Default: 300.",
  },
  metadataServiceUrl: {
    env: ["DATABRICKS_METADATA_SERVICE_URL"],
    type: "string",
    family: "metadata-service",
    sensitive: true,
    doc: "URL of a local service that hands out tokens.",
  },
  maxConnectionPools: {
    type: "integer",
    minimum: 1,
    doc: "Hosts to which connections are kept open. Default: no limit.",
  },
  maxConnectionsPerPool: {
    type: "integer",
    minimum: 1,
    doc: "Connections per host that are kept open. Default: the transport's own limit.",
  },
  disableAsyncTokenRefresh: {
    env: ["DATABRICKS_DISABLE_ASYNC_TOKEN_REFRESH"],
    type: "boolean",
    default: false,
    doc: "Refresh OAuth tokens only when a call needs it, never ahead of time. Default: false.",
  },
  disableExperimentalFilesApiClient: {
    env: ["DATABRICKS_DISABLE_EXPERIMENTAL_FILES_API_CLIENT"],
    type: "boolean",
    default: false,
    doc: "Use plain up- and downloads only, no presigned URLs. Default: false.",
  },
  scopes: {
    type: "list",
    default: ["all-apis"],
    doc: "OAuth scopes, sorted, without duplicates. Default: `all-apis`.",
  },
  authorizationDetails: {
    type: "json",
    doc: "JSON text sent as `authorization_details` (RFC 9396) with OAuth requests.",
  },
  disableOauthRefreshToken: {
    env: ["DATABRICKS_DISABLE_OAUTH_REFRESH_TOKEN"],
    type: "boolean",
    default: false,
    doc: "Do not ask for a refresh token at browser logins. Default: false.",
  },
  oauthCallbackPort: {
    env: ["DATABRICKS_OAUTH_CALLBACK_PORT"],
    type: "integer",
    minimum: 1,
    hidden: true,
    doc: "Port of the local redirect URL at browser logins. Default: the first free from 8020 to 8040.",
  },
  actionsIdTokenRequestUrl: {
    env: ["ACTIONS_ID_TOKEN_REQUEST_URL"],
    type: "string",
    hidden: true,
    doc: "URL that issues ID tokens to GitHub Actions; set by GitHub.",
  },
  actionsIdTokenRequestToken: {
    env: ["ACTIONS_ID_TOKEN_REQUEST_TOKEN"],
    type: "string",
    sensitive: true,
    hidden: true,
    doc: "Bearer token for that URL; set by GitHub.",
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
