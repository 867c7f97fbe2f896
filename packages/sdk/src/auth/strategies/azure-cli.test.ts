import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { Config } from "../../config/index.js";
import type { ConfigOptions } from "../../config/index.js";
import { fakeContext, jsonResponse } from "../../config/testing/fake-context.js";
import { FakeClock } from "../../http/testing/fake-clock.js";
import type { HttpResponse } from "../../http/index.js";
import { fakeTool } from "./testing/fake-tool.js";
import type { FakeTool, ToolAnswer } from "./testing/fake-tool.js";

const host = "https://adb-1.2.azuredatabricks.net";
const tenant = "11111111-2222-3333-4444-555555555555";
const application = "2ff814a6-3304-4ab8-85cb-cd0e6f879c1d";
const management = "https://management.core.windows.net/";
const resourceId =
  "/subscriptions/sub-1/resourceGroups/rg/providers/Microsoft.Databricks/workspaces/ws";
const person: ToolAnswer = { when: ["account show"], stdout: { user: { type: "user" } } };
const machine: ToolAnswer = {
  when: ["account show"],
  stdout: { user: { type: "servicePrincipal" } },
};
const expires_on = Date.UTC(2026, 0, 1, 1) / 1000;
const token = (resource: string, accessToken: string): ToolAnswer => ({
  when: ["get-access-token", resource],
  stdout: { accessToken, tokenType: "Bearer", expires_on, expiresOn: "1999-01-01 00:00:00.000000" },
  stderr: "WARNING: something harmless",
});
const tokens = [token(application, "az-token"), token(management, "az-management")];
const get = `account get-access-token --resource`;

let az: FakeTool;
beforeEach(() => {
  az = fakeTool("az", [person, ...tokens], { isSmall: true });
});
afterEach(() => az[Symbol.dispose]());

function toEntra(): HttpResponse {
  const location = `https://login.microsoftonline.com/${tenant}/oauth2/authorize`;
  return { ...jsonResponse("", 302), headers: { location } };
}

async function signIn(
  options: ConfigOptions = {},
  answer: () => HttpResponse = toEntra,
): Promise<Readonly<Record<string, string>>> {
  const config = new Config({ host, ...options }, { env: az.env, readFile: () => undefined });
  const clock = new FakeClock((milliseconds) => milliseconds >= 5_000);
  return config.authenticate({ ...fakeContext(answer), clock });
}

describe("azure-cli", () => {
  it("signs a person in with one token for the workspace's tenant", async () => {
    expect(await signIn()).toEqual({ authorization: "Bearer az-token" });
    expect(az.calls()).toEqual([
      "account show --output json",
      `${get} ${application} --tenant ${tenant} --output json`,
    ]);
  });

  it("adds a management token for whoever is no person", async () => {
    az.answer([machine, ...tokens]);
    expect(await signIn({ azureTenantId: "mine.example.com" })).toEqual({
      authorization: "Bearer az-token",
      "x-databricks-azure-sp-management-token": "az-management",
    });
    expect(
      az
        .calls()
        .slice(1)
        .every((call) => call.includes("--tenant mine.example.com")),
    ).toBe(true);
  });

  it("does without a management token that can't be had", async () => {
    az.answer([machine, token(application, "az-token")]);
    expect(await signIn()).toEqual({ authorization: "Bearer az-token" });
  });

  it("asks without the subscription when that fails", async () => {
    const unknown = {
      when: ["--subscription sub-1"],
      stderr: "ERROR: Subscription not found",
      exitCode: 1,
    };
    az.answer([person, unknown, ...tokens]);
    expect(await signIn({ azureWorkspaceResourceId: resourceId })).toEqual({
      authorization: "Bearer az-token",
      "x-databricks-azure-workspace-resource-id": resourceId,
    });
    expect(az.calls().slice(1)).toEqual([
      `${get} ${application} --subscription sub-1 --tenant ${tenant} --output json`,
      `${get} ${application} --tenant ${tenant} --output json`,
    ]);
  });

  it("asks without the tenant for a managed identity", async () => {
    const stderr = "ERROR: Tenant shouldn't be specified for managed identity account";
    az.answer([machine, { when: ["--tenant"], stderr, exitCode: 1 }, ...tokens]);
    expect(await signIn({ azureWorkspaceResourceId: resourceId })).toMatchObject({
      authorization: "Bearer az-token",
      "x-databricks-azure-sp-management-token": "az-management",
    });
    expect(az.calls().at(-1)).toBe(`${get} ${management} --subscription sub-1 --output json`);
  });

  it("asks without both when both are refused", async () => {
    az.answer([
      person,
      {
        when: ["--tenant"],
        stderr: "Tenant shouldn't be specified for managed identity",
        exitCode: 1,
      },
      { when: ["--subscription"], stderr: "no such subscription", exitCode: 1 },
      ...tokens,
    ]);
    expect(await signIn({ azureWorkspaceResourceId: resourceId })).toMatchObject({
      authorization: "Bearer az-token",
    });
    expect(az.calls()).toHaveLength(4);
  });

  it("does without a tenant when the workspace does not tell it", async () => {
    await signIn({}, () => jsonResponse("", 404));
    expect(az.calls().at(-1)).toBe(`${get} ${application} --output json`);
  });

  it.each([
    ["Please run 'az login' to setup account.", "account show"],
    [
      "ERROR: No subscription found. Run 'az account set' to select a subscription.",
      "account show",
    ],
  ])("passes its turn when nobody is signed in: %s", async (stderr, when) => {
    az.answer([{ when: [when], stderr, exitCode: 1 }]);
    await expect(signIn()).rejects.toThrow(
      /azure-cli +skipped +nobody is signed in to the Azure CLI: run `az login`/,
    );
    await expect(signIn({ authType: "azure-cli" })).rejects.toThrow(
      "cannot use authType azure-cli: nobody is signed in to the Azure CLI: run `az login`",
    );
  });

  it("takes whoever it can't tell of for a person", async () => {
    az.answer([{ when: ["account show"], stderr: "unexpected", exitCode: 1 }, ...tokens]);
    expect(await signIn()).toEqual({ authorization: "Bearer az-token" });
  });

  it("shows what went wrong, and how to sign in again", async () => {
    const stderr = "ERROR: AADSTS50078: your session has expired.\nTrace ID: 1";
    az.answer([person, { when: ["get-access-token"], stderr, exitCode: 1 }]);
    await expect(signIn({ authType: "azure-cli" })).rejects.toThrow(
      "az account get-access-token failed: AADSTS50078: your session has expired. Trace ID: 1; sign in again with `az login`",
    );
  });

  it.each([["{}"], ["no json"], [{ accessToken: "t", expires_on: "soon" }]])(
    "does not repeat what it can't read: %j",
    async (stdout) => {
      az.answer([person, { when: ["get-access-token"], stdout }]);
      await expect(signIn({ authType: "azure-cli" })).rejects.toThrow(
        "az account get-access-token printed no token: update the Azure CLI",
      );
    },
  );

  it("reads the local time of old versions", async () => {
    const expiresOn = "2026-01-01 12:00:00.000000";
    az.answer([person, { when: ["get-access-token"], stdout: { accessToken: "t", expiresOn } }]);
    const config = new Config({ host, authType: "azure-cli" }, { env: az.env });
    const context = { ...fakeContext(toEntra), clock: new FakeClock((ms) => ms >= 5_000) };
    await config.authenticate(context);
    expect((await config.oauthToken(context)).expiry).toBe(new Date(2026, 0, 1, 12).getTime());
  });

  it("is for Azure only, and needs az", async () => {
    await expect(
      signIn({ host: "https://dbc-1.cloud.databricks.com", authType: "azure-cli" }),
    ).rejects.toThrow("the host is not on Azure");
    const config = new Config({ host, authType: "azure-cli" }, { env: {} });
    await expect(config.authenticate(fakeContext())).rejects.toThrow(
      "there is no Azure CLI (az) on the PATH",
    );
  });

  it("is killed when it does not end", async () => {
    az.answer([{ when: ["account show"], hangs: true }]);
    const clock = new FakeClock((milliseconds) => milliseconds >= 5_000);
    const config = new Config({ host, authType: "azure-cli" }, { env: az.env });
    const signedIn = config.authenticate({ ...fakeContext(toEntra), clock });
    signedIn.catch(() => undefined);
    await expect.poll(() => az.calls().length).toBe(1);
    clock.advance(60_000);
    await expect(signedIn).rejects.toThrow("az account show did not end within 60 s");
    expect(az.calls()).toHaveLength(1);
  });

  it("finds the host of a resource id", async () => {
    const resourceManager = "https://management.azure.com/";
    az.answer([person, token(resourceManager, "arm"), ...tokens]);
    const context = fakeContext((request) =>
      request.url.startsWith(resourceManager)
        ? jsonResponse({ properties: { workspaceUrl: "adb-9.9.azuredatabricks.net" } })
        : toEntra(),
    );
    const config = new Config({ azureWorkspaceResourceId: resourceId }, { env: az.env });
    const held = { ...context, clock: new FakeClock((ms) => ms >= 5_000) };
    expect(await config.authenticate(held)).toMatchObject({ authorization: "Bearer az-token" });
    expect(config.host).toBe("https://adb-9.9.azuredatabricks.net");
    expect(context.requests[0]).toMatchObject({
      url: `https://management.azure.com${resourceId}?api-version=2018-04-01`,
      headers: { authorization: "Bearer arm" },
    });
  });
});
