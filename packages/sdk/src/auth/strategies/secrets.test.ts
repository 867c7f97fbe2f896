import { inspect } from "node:util";
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { Config } from "../../config/index.js";
import type { ConfigOptions } from "../../config/index.js";
import { FakeClock } from "../../http/testing/fake-clock.js";
import type { HttpRequest, HttpResponse } from "../../http/index.js";
import { ConnectionError } from "../../errors/index.js";
import { serviceAccountKey } from "../testing/index.js";
import { fakeTool } from "./testing/fake-tool.js";

const host = "https://adb-1.2.azuredatabricks.net";

/** A setting of each method in which everything that is secret holds the canary. */
const settings: Readonly<
  Record<string, (secret: string) => { options: ConfigOptions; env?: Record<string, string> }>
> = {
  pat: (secret) => ({ options: { token: `${secret}\u00e9` } }),
  basic: (secret) => ({ options: { username: "u", password: secret } }),
  "metadata-service": (secret) => ({
    options: { metadataServiceUrl: `http://127.0.0.1:1/${secret}?t=${secret}` },
  }),
  "oauth-m2m": (secret) => ({ options: { clientId: "c", clientSecret: secret } }),
  "env-oidc": (secret) => ({ options: {}, env: { DATABRICKS_OIDC_TOKEN: secret } }),
  "github-oidc": (secret) => ({ options: {}, env: github(secret) }),
  "azure-devops-oidc": (secret) => ({
    options: { clientId: "c" },
    env: {
      SYSTEM_TEAMFOUNDATIONCOLLECTIONURI: "https://dev.azure.com/x/",
      SYSTEM_TEAMPROJECTID: "p",
      SYSTEM_HOSTTYPE: "build",
      SYSTEM_PLANID: "1",
      SYSTEM_JOBID: "2",
      SYSTEM_ACCESSTOKEN: secret,
    },
  }),
  "azure-client-secret": (secret) => ({
    options: { azureClientId: "c", azureClientSecret: secret, azureTenantId: "t" },
  }),
  "github-oidc-azure": (secret) => ({
    options: { azureClientId: "c", azureTenantId: "t" },
    env: github(secret),
  }),
  "azure-msi": (secret) => ({
    options: { azureUseMsi: true },
    env: { IDENTITY_ENDPOINT: "http://127.0.0.1:1/msi", IDENTITY_HEADER: secret },
  }),
  "google-credentials": (secret) => ({
    options: { googleCredentials: `{"client_email": "a@b", "private_key": "${secret}"` },
  }),
  "google-id": () => ({
    options: { googleServiceAccount: "a@b" },
    env: {
      GOOGLE_APPLICATION_CREDENTIALS: serviceAccountKey("https://oauth2.googleapis.com/token"),
    },
  }),
};

function github(secret: string): Record<string, string> {
  return {
    ACTIONS_ID_TOKEN_REQUEST_URL: "https://actions.example.com/token?x=1",
    ACTIONS_ID_TOKEN_REQUEST_TOKEN: secret,
  };
}

/** Services that repeat all they were sent, in every way that might be shown. */
const answers: Readonly<
  Record<string, (echo: string) => Partial<HttpResponse> & { body: string }>
> = {
  oauth: (echo) => ({
    status: 401,
    body: JSON.stringify({ error: "invalid_client", error_description: echo }),
  }),
  code: (echo) => ({ status: 400, body: JSON.stringify({ error: echo, message: echo }) }),
  nested: (echo) => ({ status: 403, body: JSON.stringify({ error: { message: echo } }) }),
  page: (echo) => ({ status: 200, body: `<html><title>${echo}</title></html>` }),
  text: (echo) => ({ status: 500, body: echo }),
  json: (echo) => ({ status: 200, body: JSON.stringify({ message: echo, value: "" }) }),
  redirect: (echo) => ({
    status: 302,
    headers: { location: `https://x.example.com/?token=${encodeURIComponent(echo)}` },
    body: "",
  }),
};

function echoing(kind: string): (request: HttpRequest) => HttpResponse {
  return (request) => {
    const { url, headers, body } = request;
    const isDiscovery = url.includes("/.well-known/");
    const told = [
      url,
      ...Object.values(headers),
      decodeURIComponent(String(body ?? "").replaceAll("+", " ")),
    ].join(" ");
    const echoed = isDiscovery
      ? {
          status: 200,
          body: JSON.stringify({
            authorization_endpoint: `${host}/authorize`,
            token_endpoint: `${host}/token`,
          }),
        }
      : answers[kind]?.(told);
    return {
      status: 200,
      statusText: "",
      headers: {},
      text: async () => echoed?.body ?? "",
      stream: () => new ReadableStream(),
      discard: async () => {},
      ...echoed,
    };
  };
}

function everythingPrinted(value: unknown): string {
  const shown = [
    inspect(value, { depth: 9, showHidden: true }),
    JSON.stringify(value),
    String(value),
  ];
  if (value instanceof Error) shown.push(value.message, inspect(value.cause));
  return [...shown, inspect(value, { customInspect: false, depth: 9 })].join("\n");
}

async function printed(
  options: ConfigOptions,
  env: Readonly<Record<string, string>>,
  send: (request: HttpRequest) => HttpResponse | Promise<HttpResponse>,
): Promise<string> {
  const lines: string[] = [];
  const note = (message: string): void => void lines.push(message);
  const context = {
    transport: { send: async (request: HttpRequest) => send(request) },
    clock: new FakeClock((milliseconds) => [5_000, 10_000].includes(milliseconds)),
    logger: { debug: note, info: note, warn: note, error: note },
  };
  let caught: unknown;
  const config = new Config({ host, ...options }, { env, readFile: () => undefined });
  try {
    await config.authenticate(context);
  } catch (error) {
    caught = error;
  }
  return [caught, config, config.explainAuth(), lines].map(everythingPrinted).join("\n");
}

// The length of a real secret, in characters that JSON, forms and URLs leave alone.
const canary = fc.stringMatching(/^[A-Za-z0-9]{12,40}$/).map((text) => `cAnArY${text}`);

// Mapping hundreds of stacks to their sources takes seconds.
Error.stackTraceLimit = 0;

describe("a secret", () => {
  it("is in no error, report or log, whatever a service answers", { timeout: 60_000 }, async () => {
    const names = fc.constantFrom(...Object.keys(settings));
    const kinds = fc.constantFrom(...Object.keys(answers), "nobody");
    await fc.assert(
      fc.asyncProperty(names, kinds, fc.boolean(), canary, async (name, kind, chooses, secret) => {
        const { options, env = {} } = settings[name]?.(secret) ?? { options: {} };
        const chosen = chooses ? { authType: name } : {};
        const text = await printed({ ...options, ...chosen }, env, (request) => {
          if (kind !== "nobody") return echoing(kind)(request);
          throw new ConnectionError(`${request.method} ${new URL(request.url).pathname}: refused`);
        });
        expect(/.{0,80}cAnArY.{0,20}/.exec(text)?.[0]).toBeUndefined();
      }),
      { numRuns: 150 },
    );
  });

  it("is not shown either when a program complains with it", async () => {
    const secret = "eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiJjQW5BclkifQ.c2lnbmF0dXJl";
    using tool = fakeTool("databricks", [
      { when: ["version"], stdout: { Version: "0.300.0" } },
      { when: ["auth"], stderr: `Error: token ${secret} is bad, Bearer ${secret}`, exitCode: 1 },
    ]);
    for (const authType of ["databricks-cli", undefined]) {
      expect(await printed({ authType }, tool.env, echoing("text"))).not.toContain(secret);
    }
  });
});
