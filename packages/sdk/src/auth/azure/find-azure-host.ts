import { ConfigError } from "../../errors/index.js";
import { problem, requestJson } from "../request-json.js";
import type { Fields } from "../request-json.js";
import type { StrategyInput } from "../strategy.js";
import { azureSites } from "./azure-sites.js";
import type { AzureIdentity } from "./identity.js";

/**
 * Asks Azure's resource manager for the address of the workspace that the resource id names.
 * Throws a {@link ConfigError} for what is no resource id, an `OAuthError` when Azure refuses.
 */
export async function findAzureHost(
  identity: AzureIdentity,
  { config, context }: StrategyInput,
): Promise<string> {
  const { resourceManager } = azureSites(config);
  const { azureWorkspaceResourceId: resourceId = "" } = config;
  if (!/^\/*subscriptions\/[^/?#]+\/.+\/workspaces\/[^/?#]+$/i.test(resourceId)) {
    throw new ConfigError(
      "azureWorkspaceResourceId (DATABRICKS_AZURE_RESOURCE_ID) is no id of a workspace, which is " +
        "/subscriptions/../resourceGroups/../providers/Microsoft.Databricks/workspaces/..",
      { attribute: "azureWorkspaceResourceId" },
    );
  }
  const { accessToken } = await identity.fetchToken(resourceManager, context.signal);
  const path = encodeURI(resourceId.replace(/^\/+/, ""));
  const asked = {
    what: "Azure's resource manager",
    hint: "check azureWorkspaceResourceId, and that you may read the workspace there, or set host",
    request: {
      method: "GET",
      url: `${resourceManager}${path}?api-version=2018-04-01`,
      headers: { accept: "application/json", authorization: `Bearer ${accessToken}` },
    },
    secrets: [accessToken],
  } as const;
  const { properties } = await requestJson(asked, context);
  const url = (properties as Fields | undefined)?.["workspaceUrl"];
  if (typeof url === "string" && url !== "") return url;
  throw problem(asked, "answered without properties.workspaceUrl", { error: "invalid_response" });
}
