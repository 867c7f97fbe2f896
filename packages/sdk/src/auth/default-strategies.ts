import { azureStrategy } from "./azure/azure-strategy.js";
import { lazyStrategy } from "./lazy-strategy.js";
import { basic } from "./strategies/basic.js";
import { pat } from "./strategies/pat.js";
import type { CredentialsStrategy } from "./strategy.js";

/**
 * The default chain, in the order in which the methods are tried: what is configured in so many
 * words first, what a machine or a tool happens to offer last. One file each, loaded when all that
 * it needs is set.
 */
export const defaultStrategies: readonly CredentialsStrategy[] = [
  pat,
  basic,
  lazyStrategy("metadata-service", ["host", "metadataServiceUrl"], () =>
    import("./strategies/metadata-service.js").then((file) => file.metadataService),
  ),
  lazyStrategy("oauth-m2m", ["host", "clientId", "clientSecret"], () =>
    import("./strategies/oauth-m2m.js").then((file) => file.oauthM2m),
  ),
  lazyStrategy("env-oidc", ["host"], () =>
    import("./strategies/env-oidc.js").then((file) => file.envOidc),
  ),
  lazyStrategy("file-oidc", ["host", "oidcTokenFilepath"], () =>
    import("./strategies/file-oidc.js").then((file) => file.fileOidc),
  ),
  lazyStrategy(
    "github-oidc",
    ["host", "actionsIdTokenRequestUrl", "actionsIdTokenRequestToken"],
    () => import("./strategies/github-oidc.js").then((file) => file.githubOidc),
  ),
  lazyStrategy("azure-devops-oidc", ["host", "clientId"], () =>
    import("./strategies/azure-devops-oidc.js").then((file) => file.azureDevopsOidc),
  ),
  azureStrategy("azure-client-secret", ["host", "azureClientId", "azureClientSecret"], () =>
    import("./strategies/azure-client-secret.js").then((file) => file.azureClientSecret),
  ),
  azureStrategy(
    "github-oidc-azure",
    ["host", "azureClientId", "actionsIdTokenRequestUrl", "actionsIdTokenRequestToken"],
    () => import("./strategies/github-oidc-azure.js").then((file) => file.githubOidcAzure),
  ),
  azureStrategy("azure-msi", ["host", "azureUseMsi"], () =>
    import("./strategies/azure-msi.js").then((file) => file.azureMsi),
  ),
  azureStrategy("azure-cli", ["host"], () =>
    import("./strategies/azure-cli.js").then((file) => file.azureCli),
  ),
  // Only when it is asked for by name: programs do not open windows of their own accord.
  lazyStrategy("external-browser", ["host", "authType"], () =>
    import("./strategies/external-browser.js").then((file) => file.externalBrowser),
  ),
  lazyStrategy("databricks-cli", ["host"], () =>
    import("./strategies/databricks-cli.js").then((file) => file.databricksCli),
  ),
  lazyStrategy("google-credentials", ["host", "googleCredentials"], () =>
    import("./strategies/google-credentials.js").then((file) => file.googleCredentials),
  ),
  lazyStrategy("google-id", ["host", "googleServiceAccount"], () =>
    import("./strategies/google-id.js").then((file) => file.googleId),
  ),
];
