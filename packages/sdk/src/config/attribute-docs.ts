import type { AttributeName } from "./options.js";

/**
 * One sentence on what each attribute is, and its default, for the documentation; the same as in
 * the comments of its type. Apart from the table of attributes, so that no program carries it.
 */
export const attributeDocs: Readonly<Record<AttributeName, string>> = {
  host: "Address of the workspace or account, e.g. `https://adb-123.4.azuredatabricks.net`.",
  accountId: "The account's id, a UUID.",
  workspaceId: "The workspace's id, decimal digits.",
  cloud: "Cloud of the workspace: AWS, AZURE or GCP. Default: concluded from the host.",
  discoveryUrl: "URL of the OAuth discovery document (RFC 8414).",
  token: "Personal access token.",
  tokenAudience: "Audience asked for in ID tokens that are exchanged for Databricks tokens.",
  oidcTokenEnv:
    "Name of the environment variable that holds an ID token. Default: `DATABRICKS_OIDC_TOKEN`.",
  oidcTokenFilepath: "Path of a file that holds an ID token.",
  username: "User name for basic authentication.",
  password: "Password for basic authentication.",
  clientId: "OAuth client id of a service principal or an OAuth application.",
  clientSecret: "OAuth client secret.",
  profile: "Name of the profile in the configuration file.",
  configFile: "Path of the configuration file. Default: `~/.databrickscfg`.",
  googleServiceAccount: "E-mail address of the Google service account to impersonate.",
  googleCredentials: "Google service account key: its JSON text, or the path of a file with it.",
  azureWorkspaceResourceId: "Azure resource id of the workspace.",
  azureUseMsi: "Use the Azure managed identity of this machine. Default: false.",
  azureClientSecret: "Client secret of an Azure service principal.",
  azureClientId: "Client id of an Azure service principal or managed identity.",
  azureTenantId: "Tenant id of the Azure service principal.",
  azureEnvironment: "Azure environment: PUBLIC, USGOVERNMENT or CHINA.",
  databricksCliPath: "Path of the Databricks CLI. Default: `databricks`, searched in PATH.",
  authType: "Name of the one authentication method to use. Default: the first that fits.",
  clusterId: "Id of the cluster that helpers run on.",
  warehouseId: "Id of the SQL warehouse that helpers run on.",
  serverlessComputeId: "Serverless compute that helpers run on, mostly `auto`.",
  skipVerify: "Do not verify TLS certificates: anyone on the way can read along. Default: false.",
  httpTimeoutSeconds: "Seconds without a byte after which an attempt fails. Default: 60.",
  debugTruncateBytes: "Bytes of a text that debug logs show. Default: 96.",
  debugHeaders: "Show request headers in debug logs, credentials excepted. Default: false.",
  rateLimit: "Requests per second that the client sends at most. Default: no limit.",
  retryTimeoutSeconds:
    "Seconds after which a call is not retried again; negative: no limit. Default: 300.",
  metadataServiceUrl: "URL of a local service that hands out tokens.",
  maxConnectionPools: "Hosts to which connections are kept open. Default: no limit.",
  maxConnectionsPerPool:
    "Connections per host that are kept open. Default: the transport's own limit.",
  disableAsyncTokenRefresh:
    "Refresh OAuth tokens only when a call needs it, never ahead of time. Default: false.",
  disableExperimentalFilesApiClient:
    "Use plain up- and downloads only, no presigned URLs. Default: false.",
  scopes: "OAuth scopes, sorted, without duplicates. Default: `all-apis`.",
  authorizationDetails: "JSON text sent as `authorization_details` (RFC 9396) with OAuth requests.",
  disableOauthRefreshToken: "Do not ask for a refresh token at browser logins. Default: false.",
  oauthCallbackPort:
    "Port of the local redirect URL at browser logins. Default: the first free from 8020 to 8040.",
  actionsIdTokenRequestUrl: "URL that issues ID tokens to GitHub Actions; set by GitHub.",
  actionsIdTokenRequestToken: "Bearer token for that URL; set by GitHub.",
};
