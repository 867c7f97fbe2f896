import { createPublicKey, createSign, verify } from "node:crypto";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import {
  azureIdentity,
  databricksIdentity,
  googleIdentity,
  serviceAccountKey,
  startTokenDoubles,
  type Mood,
  type TokenDoubles,
} from "./index.js";

const NOW = Date.UTC(2026, 0, 1);
let doubles: TokenDoubles;

beforeAll(async () => {
  doubles = await startTokenDoubles({ now: () => NOW });
});
afterAll(() => doubles.close());
afterEach(() => {
  doubles.entra.mood = "well";
  doubles.entra.problems.length = 0;
});

interface Reply {
  readonly status: number;
  readonly text: string;
  readonly json: Record<string, string>;
}

async function ask(
  method: "GET" | "POST",
  url: string,
  headers: Record<string, string> = {},
  body?: Record<string, string> | string,
): Promise<Reply> {
  const form = typeof body === "object";
  const response = await doubles.transport.send({
    method,
    url,
    headers: form ? { ...headers, "content-type": "application/x-www-form-urlencoded" } : headers,
    body: form ? new URLSearchParams(body).toString() : body,
  });
  const text = await response.text();
  const type = response.headers["content-type"] ?? "";
  const json = type.includes("json") ? (JSON.parse(text) as Record<string, string>) : {};
  return { status: response.status, text, json };
}

function claims(token = ""): Record<string, unknown> {
  const [, payload = ""] = token.split(".").slice(-3);
  return JSON.parse(Buffer.from(payload, "base64url").toString()) as Record<string, unknown>;
}

const ENTRA = `https://login.microsoftonline.com/${azureIdentity.tenantId}/oauth2/token`;
const entraForm = {
  grant_type: "client_credentials",
  client_id: azureIdentity.clientId,
  client_secret: azureIdentity.clientSecret,
  resource: "2ff814a6-3304-4ab8-85cb-cd0e6f879c1d",
};

describe("the doubles", () => {
  it("answer as Azure does", async () => {
    const token = await ask("POST", ENTRA, {}, entraForm);
    expect(token.json).toMatchObject({ expires_in: "3599", expires_on: `${NOW / 1000 + 3599}` });
    expect(claims(token.json["access_token"])).toMatchObject({ aud: entraForm.resource });
    const machine = "http://169.254.169.254/metadata/identity/oauth2/token";
    const msi = await ask("GET", `${machine}?api-version=2018-02-01&resource=r`, {
      metadata: "true",
    });
    expect(msi.json).toMatchObject({ expires_on: `${NOW / 1000 + 86_399}`, resource: "r" });
    const resource = `${azureIdentity.resourceId}?api-version=2018-04-01`;
    const found = await ask("GET", `https://management.azure.com${resource}`, {
      authorization: "Bearer t",
    });
    expect(found.json["properties"]).toEqual({ workspaceUrl: azureIdentity.workspaceUrl });
    expect(doubles.problems).toEqual([]);
  });

  it("answer as Google does", async () => {
    const uri = "https://oauth2.googleapis.com/token";
    const key = JSON.parse(serviceAccountKey(uri)) as Record<string, string>;
    const assertion = (fields: object): string => {
      const encode = (value: object): string =>
        Buffer.from(JSON.stringify(value)).toString("base64url");
      const iat = NOW / 1000;
      const all = { iss: key["client_email"], aud: uri, iat, exp: iat + 3600, ...fields };
      const signed = `${encode({ alg: "RS256", typ: "JWT" })}.${encode(all)}`;
      const signature = createSign("RSA-SHA256")
        .update(signed)
        .sign(key["private_key"] ?? "");
      return `${signed}.${signature.toString("base64url")}`;
    };
    const grant_type = "urn:ietf:params:oauth:grant-type:jwt-bearer";
    const id = await ask(
      "POST",
      uri,
      {},
      { grant_type, assertion: assertion({ target_audience: "a" }) },
    );
    expect(claims(id.json["id_token"])).toMatchObject({ aud: "a" });
    const access = await ask("POST", uri, {}, { grant_type, assertion: assertion({ scope: "s" }) });
    expect(access.json).toMatchObject({ expires_in: 3599, scope: "s" });
    const { type: _type, ...user } = googleIdentity.user;
    const refreshed = await ask("POST", uri, {}, { grant_type: "refresh_token", ...user });
    expect(refreshed.json["access_token"]).toMatch(/^ya29\./);
    const account = "https://iamcredentials.googleapis.com/v1/projects/-/serviceAccounts";
    const impersonated = await ask(
      "POST",
      `${account}/${googleIdentity.serviceAccount}:generateIdToken`,
      { authorization: "Bearer t" },
      JSON.stringify({ audience: "a", includeEmail: true }),
    );
    expect(claims(impersonated.json["token"])).toMatchObject({ aud: "a" });
    const machine = "http://metadata.google.internal/computeMetadata/v1/instance/service-accounts";
    const flavor = { "metadata-flavor": "Google" };
    expect((await ask("GET", `${machine}/default/token`, flavor)).json).toHaveProperty(
      "expires_in",
    );
    const identity = await ask("GET", `${machine}/default/identity?audience=a`, flavor);
    expect(claims(identity.text)).toMatchObject({ aud: "a" });
    expect(doubles.problems).toEqual([]);
  });

  it("sign ID tokens with the key that they show", async () => {
    const { github, azureDevOps } = doubles.env;
    const authorization = `Bearer ${github["ACTIONS_ID_TOKEN_REQUEST_TOKEN"]}`;
    const url = `${github["ACTIONS_ID_TOKEN_REQUEST_URL"]}&audience=aud`;
    const { value = "" } = (await ask("GET", url, { authorization })).json;
    const [header, payload, signature = ""] = value.split(".");
    const { keys } = JSON.parse(doubles.jwksJson()) as { keys: [Record<string, string>] };
    const key = createPublicKey({ key: keys[0], format: "jwk" });
    const signed = Buffer.from(`${header}.${payload}`);
    const ieee = { key, dsaEncoding: "ieee-p1363" } as const;
    expect(verify("sha256", signed, ieee, Buffer.from(signature, "base64url"))).toBe(true);
    expect(azureDevOps["SYSTEM_TEAMFOUNDATIONCOLLECTIONURI"]).toBe(`${doubles.azureDevOps.url}/`);
    const job = "_apis/distributedtask/hubs/build/plans/plan-1/jobs/job-1/oidctoken";
    const devops = await ask(
      "POST",
      `${doubles.azureDevOps.url}/project-1/${job}?api-version=7.2-preview.1`,
      { authorization: `Bearer ${azureDevOps["SYSTEM_ACCESSTOKEN"]}` },
    );
    expect(claims(devops.json["oidcToken"])).toMatchObject({ iss: doubles.azureDevOps.url });
  });

  it("answer as a Databricks host and its metadata service do", async () => {
    const { databricks, metadataService } = doubles;
    const { clientId, clientSecret, accountId } = databricksIdentity;
    const config = await ask("GET", `${databricks.url}/.well-known/databricks-config`);
    expect(config.json).toMatchObject({ account_id: accountId, workspace_id: "123456789012345" });
    const path = `/oidc/accounts/${accountId}/.well-known/oauth-authorization-server`;
    const { token_endpoint = "" } = (await ask("GET", databricks.url + path)).json;
    const basic = Buffer.from(`${clientId}:${clientSecret}`).toString("base64");
    const m2m = { grant_type: "client_credentials", scope: "all-apis" };
    const token = await ask("POST", token_endpoint, { authorization: `Basic ${basic}` }, m2m);
    expect(token.json).toMatchObject({ expires_in: 3600, scope: "all-apis" });
    const bad = await ask("POST", token_endpoint, { authorization: "Basic eA==" }, m2m);
    expect([bad.status, bad.json["error"]]).toEqual([401, "invalid_client"]);
    const service = await ask("GET", `${metadataService.url}/metadata/token`, {
      "x-databricks-metadata-version": "1",
      "x-databricks-host": "https://h",
    });
    expect(service.json["expires_on"]).toBe(NOW / 1000 + 3600);
    expect(doubles.problems).toEqual([]);
  });

  it("say what was wrong with a request", async () => {
    const reply = await ask("POST", ENTRA, {}, { ...entraForm, grant_type: "password" });
    expect(reply.status).toBe(400);
    expect(doubles.entra.problems).toEqual([
      expect.stringContaining('grant_type is "password", not "client_credentials"'),
    ]);
    await expect(ask("GET", "https://example.com/")).rejects.toThrow("has no double");
  });

  it.each<[Mood, number, RegExp]>([
    ["html", 200, /^<html>/],
    ["empty", 200, /^\{\}$/],
    ["wrong", 401, /AADSTS7000215/],
    ["busy", 503, /^busy$/],
    ["expired", 200, new RegExp(`"expires_in":"0","expires_on":"${NOW / 1000 - 60}"`)],
  ])("can be %s", async (mood, status, text) => {
    doubles.entra.mood = mood;
    const reply = await ask("POST", ENTRA, {}, entraForm);
    expect([reply.status, reply.text]).toEqual([status, expect.stringMatching(text)]);
  });

  it("can be down, and slow until they are not", async () => {
    doubles.entra.mood = "down";
    await expect(ask("POST", ENTRA, {}, entraForm)).rejects.toThrow();
    doubles.entra.mood = "slow";
    const before = doubles.entra.received.length;
    const reply = ask("POST", ENTRA, {}, entraForm);
    while (doubles.entra.received.length === before) await new Promise(setImmediate);
    doubles.entra.mood = "well";
    expect((await reply).status).toBe(200);
  });
});
