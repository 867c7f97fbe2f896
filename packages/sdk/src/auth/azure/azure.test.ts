import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { WorkspaceClient } from "../../index.js";
import { Config } from "../../config/index.js";
import type { ConfigOptions } from "../../config/index.js";
import type { HttpRequest, HttpResponse } from "../../http/index.js";
import { jsonResponse } from "../../config/testing/fake-context.js";
import { azureIdentity } from "../testing/index.js";
import { claimsOf, startWorld } from "../strategies/testing/world.js";
import type { World } from "../strategies/testing/world.js";

let world: World;
let host: string;
const { clientId, clientSecret, tenantId, resourceId, workspaceUrl } = azureIdentity;
const application = "2ff814a6-3304-4ab8-85cb-cd0e6f879c1d";
const management = "https://management.core.windows.net/";
const secret: ConfigOptions = { azureClientId: clientId, azureClientSecret: clientSecret };

beforeAll(async () => {
  world = await startWorld();
  host = world.doubles.databricks.url;
});
afterEach(() => expect(world.doubles.problems).toEqual([]));
afterAll(() => world[Symbol.asyncDispose]());

describe("the headers", () => {
  it("hold two tokens and the resource id", async () => {
    const { headers } = await world.signIn({
      host,
      ...secret,
      azureTenantId: tenantId,
      azureWorkspaceResourceId: resourceId,
    });
    expect(Object.keys(headers).sort()).toEqual([
      "authorization",
      "x-databricks-azure-sp-management-token",
      "x-databricks-azure-workspace-resource-id",
    ]);
    expect(claimsOf(headers["authorization"])["aud"]).toBe(application);
    expect(claimsOf(headers["x-databricks-azure-sp-management-token"])["aud"]).toBe(management);
    expect(headers["x-databricks-azure-workspace-resource-id"]).toBe(resourceId);
  });

  it("are made of tokens that are kept and replaced in time", async () => {
    const { entra } = world.doubles;
    const { config, headers } = await world.signIn({ host, cloud: "AZURE", ...secret });
    const asked = entra.received.length;
    expect(await config.authenticate(world.context)).toEqual(headers);
    expect(entra.received).toHaveLength(asked);
    world.clock.advance(3599_000);
    const next = await config.authenticate(world.context);
    expect(next["authorization"]).not.toBe(headers["authorization"]);
    expect(entra.received).toHaveLength(asked + 2);
  });

  it("come from GitHub's ID token by way of Entra", async () => {
    const options = { host, cloud: "AZURE", azureClientId: clientId } as const;
    const { config } = await world.signIn(options, world.doubles.env.github);
    expect(config.authType).toBe("github-oidc-azure");
    expect(world.doubles.github.last.query["audience"]).toBe("api://AzureADTokenExchange");
    expect(world.doubles.entra.last.form).toMatchObject({
      client_assertion_type: "urn:ietf:params:oauth:client-assertion-type:jwt-bearer",
      resource: management,
    });
  });

  it("come from a managed identity, one of several if wished", async () => {
    const options = { host, cloud: "AZURE", azureUseMsi: true, azureClientId: clientId } as const;
    const { config } = await world.signIn(options);
    expect(config.authType).toBe("azure-msi");
    expect(world.doubles.managedIdentity.last.query["client_id"]).toBe(clientId);
  });

  it("come from the endpoint that an App Service tells of", async () => {
    const seen: HttpRequest[] = [];
    const answer = { access_token: "t", token_type: "Bearer", expires_on: "1800000000" };
    const config = new Config(
      { host: "https://adb-1.2.azuredatabricks.net", azureUseMsi: true, authType: "azure-msi" },
      {
        env: { IDENTITY_ENDPOINT: "http://127.0.0.1:41/msi/token", IDENTITY_HEADER: "id-header" },
      },
    );
    await config.authenticate({
      ...world.context,
      transport: recording(seen, () => jsonResponse(answer)),
    });
    const asked = seen.filter(({ url }) => url.includes("41/msi"));
    expect(asked.map(({ url }) => new URL(url).searchParams.get("resource"))).toEqual([
      application,
      management,
    ]);
    expect(asked[0]?.headers).toEqual({ "x-identity-header": "id-header" });
  });

  it.each([
    ["expires_on in seconds", { access_token: "t", token_type: "Bearer", expires_on: "soon" }],
    ["expires_on in seconds", { access_token: "t", token_type: "Bearer" }],
    ["access_token", { access_token: "", token_type: "Bearer", expires_on: "1800000000" }],
    ["token_type", { access_token: "t", expires_on: "1800000000" }],
  ])("need %s in the answer", async (what, answer) => {
    const config = new Config(
      { host: "https://adb-1.2.azuredatabricks.net", azureUseMsi: true, authType: "azure-msi" },
      { env: {} },
    );
    const transport = recording([], () => jsonResponse(answer));
    await expect(config.authenticate({ ...world.context, transport })).rejects.toThrow(
      `answered without ${what}`,
    );
  });
});

describe("clouds", () => {
  it.each([
    ["adb-1.2.databricks.azure.us", {}, "login.microsoftonline.us", application],
    ["adb-1.2.databricks.azure.cn", {}, "login.chinacloudapi.cn", application],
    ["adb-1.2.azuredatabricks.net", {}, "login.microsoftonline.com", application],
    [
      "adb-1.2.dev.azuredatabricks.net",
      {},
      "login.microsoftonline.com",
      "62a912ac-b58e-4c1d-89ea-b2dbfc7358fc",
    ],
    [
      "db.example.com",
      { cloud: "AZURE", azureEnvironment: "CHINA" },
      "login.chinacloudapi.cn",
      application,
    ],
    [
      "db.example.com",
      { azureWorkspaceResourceId: "/subscriptions/1", azureEnvironment: "USGOVERNMENT" },
      "login.microsoftonline.us",
      application,
    ],
  ] as const)("%s %j signs in at %s", async (name, more, login, resource) => {
    const seen: HttpRequest[] = [];
    const config = new Config(
      { host: name, ...secret, ...more, azureTenantId: tenantId, authType: "azure-client-secret" },
      { env: {} },
    );
    const answer = { access_token: "t", token_type: "Bearer", expires_in: 3600 };
    const transport = recording(seen, () => jsonResponse(answer));
    await config.authenticate({ ...world.context, transport });
    const [first] = seen.filter(({ method }) => method === "POST");
    expect(first?.url).toBe(`https://${login}/${tenantId}/oauth2/token`);
    expect(new URLSearchParams(String(first?.body)).get("resource")).toBe(resource);
  });

  it("are not for hosts elsewhere", async () => {
    const signedIn = world.signIn({ host, ...secret, authType: "azure-client-secret" });
    await expect(signedIn).rejects.toThrow("the host is not on Azure, or cloud is not AZURE");
  });
});

describe("the tenant", () => {
  it("is where the workspace's own sign-in redirects to", async () => {
    await world.signIn({ host, cloud: "AZURE", ...secret });
    expect(world.doubles.entra.last.path).toBe(`/${tenantId}/oauth2/token`);
  });

  it.each([
    ["no redirect", { status: 200, headers: {} }],
    ["no location", { status: 302, headers: {} }],
    ["another shape", { status: 302, headers: { location: "https://login.example.com/" } }],
    ["no tenant", { status: 302, headers: { location: "/login.html?error=x" } }],
  ])("has to be set when the workspace answers with %s", async (_what, { status, headers }) => {
    const config = new Config(
      { host: "https://adb-1.2.azuredatabricks.net", ...secret, authType: "azure-client-secret" },
      { env: {} },
    );
    const transport = recording([], () => ({ ...jsonResponse("", status), headers }));
    const error = await config.authenticate({ ...world.context, transport }).catch(thrown);
    expect(error.message).toBe(
      "azureTenantId (ARM_TENANT_ID) is not set, and https://adb-1.2.azuredatabricks.net does not tell it",
    );
    expect(error).toHaveProperty("attribute", "azureTenantId");
  });
});

describe("a workspace of which only the resource id is known", () => {
  const options = { ...secret, azureTenantId: tenantId, azureWorkspaceResourceId: resourceId };

  it("is found before the first call", async () => {
    const seen: HttpRequest[] = [];
    const transport = {
      send: (request: HttpRequest): Promise<HttpResponse> => {
        seen.push(request);
        const isWorkspace = new URL(request.url).hostname === workspaceUrl;
        return isWorkspace
          ? Promise.resolve(jsonResponse({ userName: "me" }))
          : world.doubles.transport.send(request);
      },
    };
    const w = new WorkspaceClient({ ...options, transport, clock: world.clock, env: {} });
    expect((await w.currentUser.me()).userName).toBe("me");
    expect(w.config.host).toBe(`https://${workspaceUrl}`);
    expect(w.config.originOf("host")).toBe("Azure, by azureWorkspaceResourceId");
    expect(world.doubles.resourceManager.last.query["api-version"]).toBe("2018-04-01");
    expect(claimsOf(world.doubles.resourceManager.last.headers["authorization"])["aud"]).toBe(
      "https://management.azure.com/",
    );
    const call = seen.at(-1);
    expect(call?.url).toBe(`https://${workspaceUrl}/api/2.0/preview/scim/v2/Me`);
    expect(call?.headers["x-databricks-azure-workspace-resource-id"]).toBe(resourceId);
  });

  it("is looked for once, and again after a failure", async () => {
    const { resourceManager } = world.doubles;
    const config = new Config(options, { env: {} });
    resourceManager.mood = "wrong";
    const [one, two] = await Promise.all(
      [1, 2].map(() => config.ready(world.context).catch(thrown)),
    );
    expect(one?.message).toMatch(
      /azure-client-secret +failed +Azure's resource manager at .*or set host/,
    );
    expect(two).toBe(one);
    resourceManager.mood = "well";
    const before = resourceManager.received.length;
    await Promise.all([config.ready(world.context), config.ready(world.context)]);
    expect(resourceManager.received.length).toBe(before + 1);
    expect(config.host).toBe(`https://${workspaceUrl}`);
    expect(config.copy({ azureWorkspaceResourceId: undefined, rateLimit: 2 }).host).toBeUndefined();
    expect(config.copy({ rateLimit: 2 }).host).toBe(`https://${workspaceUrl}`);
  });

  it("needs the tenant to be known", async () => {
    const config = new Config(
      { ...secret, azureWorkspaceResourceId: resourceId, authType: "azure-client-secret" },
      { env: {} },
    );
    await expect(config.ready(world.context)).rejects.toThrow(
      "azureTenantId (ARM_TENANT_ID) is not set, and no host is set that could tell it",
    );
  });

  it.each(["/subscriptions/1", "//evil.example.com/x", "adb-1"])("is not %s", async (id) => {
    const config = new Config(
      { ...options, azureWorkspaceResourceId: id, authType: "azure-client-secret" },
      { env: {} },
    );
    await expect(config.ready(world.context)).rejects.toThrow(
      "azureWorkspaceResourceId (DATABRICKS_AZURE_RESOURCE_ID) is no id of a workspace",
    );
  });

  it("is said to be tried before it was", () => {
    const { strategies } = new Config(options, { env: {} }).explainAuth();
    expect(strategies.find(({ name }) => name === "azure-client-secret")).toMatchObject({
      outcome: "not tried",
      missing: [],
    });
  });

  it("is found by a strategy of the caller's", async () => {
    const config = new Config(
      { azureWorkspaceResourceId: resourceId, authType: "whatever" },
      {
        env: {},
        credentials: {
          name: "mine",
          configure: async () => ({ headers: async () => ({}) }),
          findHost: async () => "found.azuredatabricks.net",
        },
      },
    );
    await config.ready({ ...world.context, transport: recording([], () => jsonResponse("", 404)) });
    expect(config.host).toBe("https://found.azuredatabricks.net");
  });
});

function thrown(error: unknown): Error {
  return error as Error;
}

function recording(
  seen: HttpRequest[],
  answer: (request: HttpRequest) => HttpResponse,
): { send(request: HttpRequest): Promise<HttpResponse> } {
  return {
    async send(request) {
      seen.push(request);
      return answer(request);
    },
  };
}
