import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { databricksIdentity } from "../testing/index.js";
import { claimsOf, startWorld } from "./testing/world.js";
import type { World } from "./testing/world.js";

let world: World;
let host: string;
const folder = mkdtempSync(join(tmpdir(), "id-token-"));
const { clientId, clientSecret, accountId } = databricksIdentity;

beforeAll(async () => {
  world = await startWorld();
  host = world.doubles.databricks.url;
});
afterEach(() => expect(world.doubles.problems).toEqual([]));
afterAll(async () => {
  rmSync(folder, { recursive: true });
  await world[Symbol.asyncDispose]();
});

describe("oauth-m2m", () => {
  const credentials = { clientId, clientSecret };

  it("asks the token endpoint with Basic authorization", async () => {
    const { headers, config } = await world.signIn({ host, ...credentials });
    const { path, form, headers: sent } = world.doubles.databricks.last;
    expect(path).toBe("/oidc/v1/token");
    expect(form).toEqual({ grant_type: "client_credentials", scope: "all-apis" });
    expect(sent["authorization"]).toBe(
      `Basic ${Buffer.from(`${clientId}:${clientSecret}`).toString("base64")}`,
    );
    expect(headers).toEqual({ authorization: expect.stringMatching(/^Bearer ey/) as string });
    expect((await config.oauthToken(world.context)).expiry).toBeGreaterThan(world.clock.now());
  });

  it("sends scopes and authorization details", async () => {
    const authorizationDetails = '[{"type":"unity_catalog_permission"}]';
    await world.signIn({ host, ...credentials, scopes: ["sql", "files"], authorizationDetails });
    expect(world.doubles.databricks.last.form).toMatchObject({
      scope: "files sql",
      authorization_details: authorizationDetails,
    });
  });

  it("says what to check when the secret is wrong, without it", async () => {
    const wrong = "not-the-secret";
    const signedIn = world.signIn({ host, clientId, clientSecret: wrong, authType: "oauth-m2m" });
    await expect(signedIn).rejects.toThrow(
      /invalid_client: Client authentication failed \(check the client id and the client secret\)/,
    );
    await expect(signedIn).rejects.not.toThrow(wrong);
  });

  it("keeps endpoint and token, and gets the next when the first has ended", async () => {
    const { databricks } = world.doubles;
    const { config, headers } = await world.signIn({ host, ...credentials });
    const asked = databricks.received.length;
    expect(await config.authenticate(world.context)).toEqual(headers);
    expect(databricks.received).toHaveLength(asked);
    world.clock.advance(3600_000);
    expect(await config.authenticate(world.context)).not.toEqual(headers);
    expect(databricks.received.slice(asked).map(({ path }) => path)).toEqual(["/oidc/v1/token"]);
  });

  it.each([
    [false, 1],
    [true, 0],
  ])("disableAsyncTokenRefresh %s: %i request while the token is good", async (off, requests) => {
    const { databricks } = world.doubles;
    const options = { host, ...credentials, disableAsyncTokenRefresh: off };
    const { config, headers } = await world.signIn(options);
    const asked = databricks.received.length;
    world.clock.advance(50 * 60_000);
    expect(await config.authenticate(world.context)).toEqual(headers);
    await expect.poll(() => databricks.received.length - asked).toBe(requests);
  });

  it("is what a program in Databricks Apps needs no configuration for", async () => {
    const { config } = await world.signIn(
      {},
      {
        DATABRICKS_HOST: host,
        DATABRICKS_CLIENT_ID: clientId,
        DATABRICKS_CLIENT_SECRET: clientSecret,
        DATABRICKS_APP_PORT: "8000",
      },
    );
    expect(config.authType).toBe("oauth-m2m");
  });

  it("signs in to the account of a unified host where the discovery document is", async () => {
    const discoveryUrl = `${host}/oidc/accounts/${accountId}/.well-known/oauth-authorization-server`;
    await world.signIn({ host, ...credentials, discoveryUrl, accountId });
    expect(world.doubles.databricks.last.path).toBe(`/oidc/accounts/${accountId}/v1/token`);
  });
});

describe("ID tokens", () => {
  const github = { authType: "github-oidc" } as const;

  it("are exchanged for tokens of the service principal", async () => {
    await world.signIn({ host, clientId, ...github }, world.doubles.env.github);
    const { github: issuer, databricks } = world.doubles;
    expect(issuer.last.query["audience"]).toBe(`${host}/oidc/v1/token`);
    expect(databricks.last.form).toEqual({
      grant_type: "urn:ietf:params:oauth:grant-type:token-exchange",
      subject_token: expect.stringMatching(/^ey/) as string,
      subject_token_type: "urn:ietf:params:oauth:token-type:jwt",
      scope: "all-apis",
      client_id: clientId,
    });
  });

  it("can do without a client id, for an account-wide policy", async () => {
    const { config } = await world.signIn({ host }, world.doubles.env.github);
    expect(config.authType).toBe("github-oidc");
    expect(world.doubles.databricks.last.form).not.toHaveProperty("client_id");
  });

  it("are for the configured audience", async () => {
    await world.signIn({ host, tokenAudience: "me", ...github }, world.doubles.env.github);
    expect(world.doubles.github.last.query["audience"]).toBe("me");
  });

  it("leave the turn to Entra when an Entra application is configured", async () => {
    const azureClientId = "someone";
    const error = await world
      .signIn({ host, azureClientId }, world.doubles.env.github)
      .catch((thrown: unknown) => thrown as Error);
    expect(error).toHaveProperty(
      "message",
      expect.stringMatching(/github-oidc +skipped +clientId is not set, but azureClientId is/),
    );
  });

  it("are fetched anew for each exchange", async () => {
    const { github: issuer } = world.doubles;
    const { config } = await world.signIn({ host, ...github }, world.doubles.env.github);
    const before = issuer.received.length;
    world.clock.advance(3600_000);
    await config.authenticate(world.context);
    expect(issuer.received.length).toBe(before + 1);
  });

  it("of Azure DevOps are asked for with an empty body", async () => {
    await world.signIn(
      { host, clientId, authType: "azure-devops-oidc" },
      world.doubles.env.azureDevOps,
    );
    expect(claimsOf(world.doubles.databricks.last.form["subject_token"])["aud"]).toBe(
      "api://AzureADTokenExchange",
    );
  });

  it.each([
    ["SYSTEM_ACCESSTOKEN", /SYSTEM_ACCESSTOKEN is not set; .*\$\(System\.AccessToken\)/],
    ["SYSTEM_JOBID", /cannot use authType azure-devops-oidc: SYSTEM_JOBID is not set\. Config/],
  ])("of Azure DevOps need %s", async (name, message) => {
    const { [name]: _missing, ...env } = world.doubles.env.azureDevOps;
    await expect(
      world.signIn({ host, clientId, authType: "azure-devops-oidc" }, env),
    ).rejects.toThrow(message);
  });

  it("come from the variable that the configuration names", async () => {
    const env = { MY_TOKEN: " a.b.c\n", DATABRICKS_OIDC_TOKEN: "other" };
    const { config } = await world.signIn({ host, oidcTokenEnv: "MY_TOKEN" }, env);
    expect(config.authType).toBe("env-oidc");
    expect(world.doubles.databricks.last.form["subject_token"]).toBe("a.b.c");
    await expect(world.signIn({ host, authType: "env-oidc" }, {})).rejects.toThrow(
      "the environment variable DATABRICKS_OIDC_TOKEN is not set",
    );
  });

  it("come from a file, as it is at each exchange", async () => {
    const path = join(folder, "token");
    writeFileSync(path, "first.id.token\n");
    const { config } = await world.signIn({ host }, { DATABRICKS_OIDC_TOKEN_FILEPATH: path });
    expect(config.authType).toBe("file-oidc");
    expect(world.doubles.databricks.last.form["subject_token"]).toBe("first.id.token");
    writeFileSync(path, "second.id.token");
    world.clock.advance(3600_000);
    await config.authenticate(world.context);
    expect(world.doubles.databricks.last.form["subject_token"]).toBe("second.id.token");
  });

  it.each([
    ["empty", "oidcTokenFilepath (DATABRICKS_OIDC_TOKEN_FILEPATH) is of no use", "is empty"],
    ["missing", "oidcTokenFilepath (DATABRICKS_OIDC_TOKEN_FILEPATH) is of no use", "(ENOENT)"],
  ])("do not come from a file that is %s", async (name, ...parts) => {
    if (name === "empty") writeFileSync(join(folder, name), " \n");
    const oidcTokenFilepath = join(folder, name);
    const signedIn = world.signIn({ host, oidcTokenFilepath, authType: "file-oidc" });
    for (const part of parts) await expect(signedIn).rejects.toThrow(part);
  });
});

describe("metadata-service", () => {
  it("tells the host, and keeps the token until it ends", async () => {
    const { metadataService } = world.doubles;
    const metadataServiceUrl = `${metadataService.url}/metadata/token`;
    const { headers } = await world.signIn({ host, metadataServiceUrl });
    expect(claimsOf(headers["authorization"])["aud"]).toBe(host);
  });

  it.each([
    "http://metadata.example.com/x",
    "file:///etc/passwd",
    "no url",
    "http://127.0.0.1.evil.com/",
  ])("is not asked at %s", async (metadataServiceUrl) => {
    const signedIn = world.signIn({ host, metadataServiceUrl, authType: "metadata-service" });
    await expect(signedIn).rejects.toThrow("must be an http(s) URL on localhost or 127.0.0.1");
    await expect(signedIn).rejects.not.toThrow(metadataServiceUrl);
  });
});
