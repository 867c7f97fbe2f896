/**
 * What an authentication method may be set up from. `Config` fills it from arguments, environment
 * variables and the profile, and hands it to each {@link CredentialsStrategy}.
 */
export interface AuthAttributes {
  /** Address of the workspace or account, e.g. `https://adb-123.4.azuredatabricks.net`. */
  readonly host?: string;
  /** The account's id, a UUID. */
  readonly accountId?: string;
  /** The workspace's id, decimal digits. */
  readonly workspaceId?: string;
  /** Cloud of the workspace: AWS, AZURE or GCP. Default: concluded from the host. */
  readonly cloud?: Cloud;
  /** URL of the OAuth discovery document (RFC 8414). */
  readonly discoveryUrl?: string;
  /** Personal access token. */
  readonly token?: string;
  /** Audience asked for in ID tokens that are exchanged for Databricks tokens. */
  readonly tokenAudience?: string;
  /** Name of the environment variable that holds an ID token. Default: `DATABRICKS_OIDC_TOKEN`. */
  readonly oidcTokenEnv?: string;
  /** Path of a file that holds an ID token. */
  readonly oidcTokenFilepath?: string;
  /** User name for basic authentication. */
  readonly username?: string;
  /** Password for basic authentication. */
  readonly password?: string;
  /** OAuth client id of a service principal or an OAuth application. */
  readonly clientId?: string;
  /** OAuth client secret. */
  readonly clientSecret?: string;
  /** Name of the profile in the configuration file. */
  readonly profile?: string;
  /** E-mail address of the Google service account to impersonate. */
  readonly googleServiceAccount?: string;
  /** Google service account key: its JSON text, or the path of a file with it. */
  readonly googleCredentials?: string;
  /** Azure resource id of the workspace. */
  readonly azureWorkspaceResourceId?: string;
  /** Use the Azure managed identity of this machine. Default: false. */
  readonly azureUseMsi?: boolean;
  /** Client secret of an Azure service principal. */
  readonly azureClientSecret?: string;
  /** Client id of an Azure service principal or managed identity. */
  readonly azureClientId?: string;
  /** Tenant id of the Azure service principal. */
  readonly azureTenantId?: string;
  /** Azure environment: PUBLIC, USGOVERNMENT or CHINA. */
  readonly azureEnvironment?: AzureEnvironment;
  /** Path of the Databricks CLI. Default: `databricks`, searched in PATH. */
  readonly databricksCliPath?: string;
  /** Name of the one authentication method to use. Default: the first that fits. */
  readonly authType?: string;
  /** URL of a local service that hands out tokens. */
  readonly metadataServiceUrl?: string;
  /** OAuth scopes, sorted, without duplicates. Default: `all-apis`. */
  readonly scopes?: readonly string[];
  /** JSON text sent as `authorization_details` (RFC 9396) with OAuth requests. */
  readonly authorizationDetails?: string;
  /** Refresh OAuth tokens only when a call needs it, never ahead of time. Default: false. */
  readonly disableAsyncTokenRefresh?: boolean;
  /** Do not ask for a refresh token at browser logins. Default: false. */
  readonly disableOauthRefreshToken?: boolean;
  /** Port of the local redirect URL at browser logins. Default: the first free from 8020 to 8040. */
  readonly oauthCallbackPort?: number;
  /** URL that issues ID tokens to GitHub Actions; set by GitHub. */
  readonly actionsIdTokenRequestUrl?: string;
  /** Bearer token for that URL; set by GitHub. */
  readonly actionsIdTokenRequestToken?: string;
}

/** The clouds that Databricks runs on. */
export type Cloud = "AWS" | "AZURE" | "GCP";

/** The Azure clouds that Databricks runs in. */
export type AzureEnvironment = "PUBLIC" | "USGOVERNMENT" | "CHINA";

/** The name of one of the {@link AuthAttributes}. */
export type AuthAttributeName = keyof AuthAttributes;
