import { notAvailable } from "./not-available.js";
import { basic } from "./strategies/basic.js";
import { pat } from "./strategies/pat.js";
import type { CredentialsStrategy } from "./strategy.js";

/** The default chain, in the order in which the methods are tried. One file each. */
export const defaultStrategies: readonly CredentialsStrategy[] = [
  pat,
  basic,
  notAvailable("metadata-service", ["host", "metadataServiceUrl"]),
  notAvailable("oauth-m2m", ["host", "clientId", "clientSecret"]),
  notAvailable("env-oidc", ["host"]),
  notAvailable("file-oidc", ["host", "oidcTokenFilepath"]),
  notAvailable("github-oidc", ["host", "actionsIdTokenRequestUrl", "actionsIdTokenRequestToken"]),
  notAvailable("azure-devops-oidc", ["host", "clientId"]),
  notAvailable("github-oidc-azure", ["host", "azureClientId", "actionsIdTokenRequestUrl"]),
  notAvailable("azure-msi", ["azureUseMsi"]),
  notAvailable("azure-client-secret", ["azureClientId", "azureClientSecret"]),
  notAvailable("azure-cli", ["host"]),
  notAvailable("external-browser", ["host", "authType"]),
  notAvailable("databricks-cli", ["host"]),
  notAvailable("google-credentials", ["host", "googleCredentials"]),
  notAvailable("google-id", ["host", "googleServiceAccount"]),
];
