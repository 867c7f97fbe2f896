import { azureSites } from "../azure/azure-sites.js";
import { entraToken } from "../azure/entra-token.js";
import type { AzureIdentity } from "../azure/identity.js";
import { isAzure, notOnAzure } from "../azure/azure-sites.js";
import { requireTenant } from "../azure/require-tenant.js";
import { githubIdToken } from "../github-id-token.js";
import type { Skipped, StrategyInput } from "../strategy.js";

/** An Entra application that trusts a GitHub Actions workflow (workload identity federation). */
export async function githubOidcAzure(input: StrategyInput): Promise<AzureIdentity | Skipped> {
  const { config, context } = input;
  if (!isAzure(config)) return notOnAzure;
  const { azureClientId: clientId } = config;
  const { login } = azureSites(config);
  const tenant = await requireTenant(input);
  return {
    sendsManagementToken: true,
    async fetchToken(resource, signal) {
      const assertion = await githubIdToken("api://AzureADTokenExchange", input, signal);
      const form = {
        client_assertion_type: "urn:ietf:params:oauth:client-assertion-type:jwt-bearer",
        client_assertion: assertion,
      };
      const client = { clientId, clientAuthentication: "none" } as const;
      return entraToken({ ...client, login, tenant, resource, form }, { ...context, signal });
    },
  };
}
