import { azToken, NotSignedIn, runAz } from "../azure/azure-cli-runner.js";
import { azureSites, isAzure, notOnAzure } from "../azure/azure-sites.js";
import { discoverTenant } from "../azure/discover-tenant.js";
import type { AzureIdentity } from "../azure/identity.js";
import { findExecutable } from "../find-executable.js";
import { ConfigError } from "../../errors/index.js";
import type { Skipped, StrategyInput } from "../strategy.js";

/** Whoever signed in with the Azure CLI, which keeps and refreshes the tokens. */
export async function azureCli(input: StrategyInput): Promise<AzureIdentity | Skipped> {
  const { config, env, context } = input;
  if (!isAzure(config)) return notOnAzure;
  const path = findExecutable("az", env);
  if (path === undefined) return { skipped: "there is no Azure CLI (az) on the PATH" };
  try {
    const isPerson = await isPersonSignedIn(path, input);
    const account = {
      subscription: subscriptionIn(config.azureWorkspaceResourceId),
      tenant: config.azureTenantId ?? (await discoverTenant(input)),
    };
    const fetchToken: AzureIdentity["fetchToken"] = (resource, signal) =>
      azToken(path, resource, account, input, signal);
    const { serviceManagement } = azureSites(config);
    const sendsManagementToken =
      !isPerson && (await fetchToken(serviceManagement, context.signal).then(isThere, isMissing));
    return { fetchToken, sendsManagementToken };
  } catch (error) {
    if (error instanceof NotSignedIn) return { skipped: error.message };
    throw error;
  }
}

/** People have no management token sent; nor does an account that the CLI can't tell about. */
async function isPersonSignedIn(path: string, input: StrategyInput): Promise<boolean> {
  try {
    const { user } = await runAz(path, ["account", "show"], input, input.context.signal);
    return (user as { readonly type?: unknown } | undefined)?.type !== "servicePrincipal";
  } catch (error) {
    if (error instanceof NotSignedIn || !(error instanceof ConfigError)) throw error;
    return true;
  }
}

function subscriptionIn(resourceId: string | undefined): string | undefined {
  return /^\/*subscriptions\/([^/]+)/i.exec(resourceId ?? "")?.[1];
}

function isThere(): boolean {
  return true;
}

function isMissing(): boolean {
  return false;
}
