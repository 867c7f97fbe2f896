import type { AzureIdentity } from "../azure/identity.js";
import { isAzure, notOnAzure } from "../azure/azure-sites.js";
import { readJsonToken } from "../read-json-token.js";
import { requestJson } from "../request-json.js";
import type { JsonRequest } from "../request-json.js";
import type { Skipped, StrategyInput } from "../strategy.js";

const timeout = 10_000;

/**
 * The managed identity of the Azure machine that the program runs on: of a virtual machine, or of
 * an App Service, which tells its endpoint in the environment. `azureClientId` picks one of several.
 */
export async function azureMsi(input: StrategyInput): Promise<AzureIdentity | Skipped> {
  if (!isAzure(input.config)) return notOnAzure;
  return {
    sendsManagementToken: true,
    async fetchToken(resource, signal) {
      const asked = tokenRequest(resource, input);
      return readJsonToken(await requestJson(asked, { ...input.context, signal }), asked);
    },
  };
}

function tokenRequest(resource: string, { config, env }: StrategyInput): JsonRequest {
  const { azureClientId } = config;
  const client = azureClientId === undefined ? {} : { client_id: azureClientId };
  const { IDENTITY_ENDPOINT: endpoint, IDENTITY_HEADER: header } = env;
  const isAppService = endpoint !== undefined && header !== undefined;
  const version = isAppService ? "2019-08-01" : "2018-02-01";
  const query = new URLSearchParams({ "api-version": version, resource, ...client });
  const address = isAppService ? endpoint : "http://169.254.169.254/metadata/identity/oauth2/token";
  return {
    what: "Azure's managed identity endpoint",
    hint: "it exists on Azure machines with a managed identity only; azureClientId (ARM_CLIENT_ID) picks one of several",
    request: {
      method: "GET",
      url: `${address}?${query.toString()}`,
      headers: isAppService ? { "x-identity-header": header } : { metadata: "true" },
    },
    timeout,
    secrets: header === undefined ? [] : [header],
  };
}
