import { azureSites } from "../azure/azure-sites.js";
import { entraToken } from "../azure/entra-token.js";
import type { AzureIdentity } from "../azure/identity.js";
import { isAzure, notOnAzure } from "../azure/azure-sites.js";
import { requireTenant } from "../azure/require-tenant.js";
import type { Skipped, StrategyInput } from "../strategy.js";

/** An Entra service principal with a client secret, which is sent to Entra only. */
export async function azureClientSecret(input: StrategyInput): Promise<AzureIdentity | Skipped> {
  const { config, context } = input;
  if (!isAzure(config)) return notOnAzure;
  const { azureClientId: clientId, azureClientSecret: clientSecret } = config;
  const { login } = azureSites(config);
  const tenant = await requireTenant(input);
  const client = { clientId, clientSecret, clientAuthentication: "body" } as const;
  return {
    sendsManagementToken: true,
    fetchToken: (resource, signal) =>
      entraToken({ ...client, login, tenant, resource }, { ...context, signal }),
  };
}
