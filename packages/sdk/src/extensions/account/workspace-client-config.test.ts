import { describe, expect, it } from "vitest";
import { ApiClient } from "../../api-client/index.js";
import { InvalidRequestError } from "../../errors/index.js";
import { workspaceClientConfig } from "./workspace-client-config.js";

const accountId = "99999999-8888-7777-6666-555555555555";

function accountOn(host: string): ApiClient {
  return new ApiClient({ host, accountId, token: "t", env: {}, transport: { send: unused } });
}

function unused(): never {
  throw new Error("nothing is sent");
}

describe("workspaceClientConfig", () => {
  it.each([
    ["https://accounts.cloud.databricks.com", "dbc-1", "https://dbc-1.cloud.databricks.com"],
    ["https://accounts.gcp.databricks.com", "7.7", "https://7.7.gcp.databricks.com"],
    ["https://accounts.azuredatabricks.net", "adb-1.2", "https://adb-1.2.azuredatabricks.net"],
    ["https://accounts.cloud.databricks.us", "dbc-1", "https://dbc-1.cloud.databricks.us"],
    ["https://accounts-dod.cloud.databricks.us", "gov", "https://gov.cloud.databricks.us"],
    ["https://accounts.databricks.azure.us", "adb-1.2", "https://adb-1.2.databricks.azure.us"],
    ["https://accounts.databricks.azure.cn", "adb-1.2", "https://adb-1.2.databricks.azure.cn"],
    [
      "https://accounts.staging.azuredatabricks.net",
      "adb-1.2",
      "https://adb-1.2.staging.azuredatabricks.net",
    ],
    // Not known: credentials stay where the account is.
    ["https://accounts.azuredatabricks.us", "adb-1.2", "https://adb-1.2.azuredatabricks.us"],
  ])("from the account host %s goes to the host of %s", (host, deployment_name, expected) => {
    const account = accountOn(host);
    const workspace = { deployment_name, workspace_id: 9_007_199_254_740_993n };
    const client = account.derive(workspaceClientConfig(account.config, workspace));
    expect(client.config.host).toBe(expected);
    expect(client.config.workspaceId).toBe("9007199254740993");
    expect(client.config.accountId).toBeUndefined();
    expect(client.config.isAccountHost).toBe(false);
  });

  it.each(["https://acme.databricks.com", "http://127.0.0.1:8080"])(
    "stays on %s, which serves both, and never leaves it",
    (host) => {
      const account = accountOn(host);
      const workspace = { deployment_name: "dbc-1", workspace_id: 12 };
      const client = account.derive(workspaceClientConfig(account.config, workspace));
      expect(client.config).toMatchObject({ host, workspaceId: "12", accountId });
    },
  );

  it("names the workspace to Azure", () => {
    const { config } = accountOn("https://accounts.azuredatabricks.net");
    const azure_workspace_info = { subscription_id: "s", resource_group: "g" };
    const workspace = { deployment_name: "adb-1.2", workspace_name: "w", azure_workspace_info };
    expect(workspaceClientConfig(config, workspace).azureWorkspaceResourceId).toBe(
      "/subscriptions/s/resourceGroups/g/providers/Microsoft.Databricks/workspaces/w",
    );
  });

  it.each([
    undefined,
    "",
    "evil.example/",
    "evil.example#",
    "user@evil",
    "a b",
    "-",
    "evil.example:1",
  ])("does not follow the deployment name %j", (deployment_name) => {
    const { config } = accountOn("https://accounts.cloud.databricks.com");
    const run = (): unknown => workspaceClientConfig(config, { deployment_name });
    expect(run).toThrow(InvalidRequestError);
    expect(run).toThrow("no usable deployment_name");
  });

  it("needs an id where the host stays", () => {
    const { config } = accountOn("https://acme.databricks.com");
    const run = (): unknown => workspaceClientConfig(config, { deployment_name: "dbc-1" });
    expect(run).toThrow(/no usable workspace_id: https:\/\/acme/);
  });
});
