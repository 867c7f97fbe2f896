import { keepToken } from "../keep-token.js";
import type { Credentials, StrategyInput } from "../strategy.js";
import { bearer } from "../tokens/index.js";
import { azureSites } from "./azure-sites.js";
import type { AzureIdentity } from "./identity.js";

/**
 * The credentials of somebody whom Entra knows: a token for Databricks and, where it is sent, one
 * for Azure's management, by which Databricks sees what the caller may do with the workspace.
 */
export function azureCredentials(identity: AzureIdentity, input: StrategyInput): Credentials {
  const { application, serviceManagement } = azureSites(input.config);
  const tokens = keepToken(input, (_previous, signal) => identity.fetchToken(application, signal));
  const managementTokens = keepToken(input, (_previous, signal) =>
    identity.fetchToken(serviceManagement, signal),
  );
  const { azureWorkspaceResourceId: resourceId } = input.config;
  const resource =
    resourceId === undefined ? {} : { "x-databricks-azure-workspace-resource-id": resourceId };
  return bearer(tokens, async (signal) => {
    if (!identity.sendsManagementToken) return resource;
    const { accessToken } = await managementTokens.token(signal);
    return { ...resource, "x-databricks-azure-sp-management-token": accessToken };
  });
}
