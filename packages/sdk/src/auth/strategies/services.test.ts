import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { ConfigOptions } from "../../config/index.js";
import {
  azureIdentity,
  databricksIdentity,
  googleIdentity,
  serviceAccountKey,
} from "../testing/index.js";
import type { Mood, TokenDoubles } from "../testing/index.js";
import { startWorld } from "./testing/world.js";
import type { World } from "./testing/world.js";

let world: World;
beforeAll(async () => {
  world = await startWorld();
});
afterAll(() => world[Symbol.asyncDispose]());

interface Case {
  readonly options: (doubles: TokenDoubles) => ConfigOptions;
  readonly env?: (doubles: TokenDoubles) => Readonly<Record<string, string>>;
  /** The double whose mood matters. */
  readonly issuer: keyof TokenDoubles &
    (
      | "databricks"
      | "metadataService"
      | "entra"
      | "managedIdentity"
      | "google"
      | "iamCredentials"
      | "googleMetadata"
      | "github"
      | "azureDevOps"
    );
  /** Of its messages. */
  readonly hint: RegExp;
  readonly wrong: RegExp;
  /** It has a limit of its own, so that a silent service is given up. */
  readonly isLocal?: boolean;
}

const host = (doubles: TokenDoubles): ConfigOptions => ({ host: doubles.databricks.url });
const azure = (doubles: TokenDoubles): ConfigOptions => ({ ...host(doubles), cloud: "AZURE" });
const { clientId, clientSecret } = databricksIdentity;

const cases: Readonly<Record<string, Case>> = {
  "metadata-service": {
    options: (doubles) => ({
      ...host(doubles),
      metadataServiceUrl: `${doubles.metadataService.url}/metadata/token`,
    }),
    issuer: "metadataService",
    hint: /^the metadata service .*check that the program/,
    wrong: /HTTP status 404 \(Not found\)/,
    isLocal: true,
  },
  "oauth-m2m": {
    options: (doubles) => ({ ...host(doubles), clientId, clientSecret }),
    issuer: "databricks",
    hint: /check the host/,
    wrong: /no OAuth discovery document, check the host \(HTTP status 401\)/,
  },
  "env-oidc": {
    options: host,
    env: () => ({ DATABRICKS_OIDC_TOKEN: "a.b.c" }),
    issuer: "databricks",
    hint: /check the host/,
    wrong: /no OAuth discovery document/,
  },
  "github-oidc": {
    options: (doubles) => ({ ...host(doubles), clientId }),
    env: (doubles) => doubles.env.github,
    issuer: "github",
    hint: /the job needs `permissions: id-token: write`/,
    wrong: /HTTP status 401 \(Bad credentials\)/,
  },
  "azure-devops-oidc": {
    options: (doubles) => ({ ...host(doubles), clientId }),
    env: (doubles) => doubles.env.azureDevOps,
    issuer: "azureDevOps",
    hint: /check that SYSTEM_ACCESSTOKEN/,
    wrong: /HTTP status 401 \(Access denied\)/,
  },
  "azure-client-secret": {
    options: (doubles) => ({
      ...azure(doubles),
      azureClientId: azureIdentity.clientId,
      azureClientSecret: azureIdentity.clientSecret,
    }),
    issuer: "entra",
    hint: /check azureTenantId \(ARM_TENANT_ID\)/,
    wrong: /azureClientSecret \(ARM_CLIENT_SECRET\) is wrong: it takes the value, not the id/,
  },
  "github-oidc-azure": {
    options: (doubles) => ({ ...azure(doubles), azureClientId: azureIdentity.clientId }),
    env: (doubles) => doubles.env.github,
    issuer: "github",
    hint: /the job needs/,
    wrong: /Bad credentials/,
  },
  "azure-msi": {
    options: (doubles) => ({ ...azure(doubles), azureUseMsi: true }),
    issuer: "managedIdentity",
    hint: /on Azure machines with a managed identity only/,
    wrong: /HTTP status 4/,
    isLocal: true,
  },
  "google-credentials": {
    options: (doubles) => ({
      ...host(doubles),
      googleCredentials: serviceAccountKey("https://oauth2.googleapis.com/token"),
    }),
    issuer: "google",
    hint: /check that the service account and its key still exist/,
    wrong: /invalid_grant: the signature is not valid/,
  },
  "google-id": {
    options: (doubles) => ({
      ...host(doubles),
      googleServiceAccount: googleIdentity.serviceAccount,
    }),
    issuer: "iamCredentials",
    hint: /needs the role Service Account Token Creator/,
    wrong: /HTTP status 403 \(no permission to impersonate\)/,
  },
};

async function attempt(name: string, mood: Mood, chooses = true): Promise<string> {
  const { options, env, issuer } = cases[name] as Case;
  const { doubles } = world;
  const double = doubles[issuer];
  double.mood = mood;
  try {
    const chosen = chooses ? { authType: name } : {};
    const { headers, config } = await world.signIn(
      { ...options(doubles), ...chosen },
      env?.(doubles) ?? {},
    );
    expect(config.authType).toBe(name);
    return headers["authorization"] ?? "";
  } catch (error) {
    return (error as Error).message;
  } finally {
    double.mood = "well";
  }
}

describe.each(Object.keys(cases))("%s", (name) => {
  const { hint, wrong, isLocal } = cases[name] as Case;

  it("signs in when it is chosen, and when it is found", async () => {
    expect(await attempt(name, "well")).toMatch(/^Bearer \S+$/);
    expect(await attempt(name, "well", false)).toMatch(/^Bearer \S+$/);
    expect(world.doubles.problems).toEqual([]);
  });

  it("says what to do when it is refused", async () => {
    expect(await attempt(name, "wrong")).toMatch(wrong);
  });

  it("says what to check when a web page or nothing useful is answered", async () => {
    expect(await attempt(name, "html")).toMatch(hint);
    expect(await attempt(name, "empty")).toMatch(hint);
  });

  it("says that nobody is there", async () => {
    expect(await attempt(name, "down")).toMatch(
      /closed the connection without a response|does not answer/,
    );
  });

  it("asks again when the service is busy", async () => {
    expect(await attempt(name, "busy")).toMatch(/^Bearer /);
  });

  it("uses a token that seems to have ended, for this machine's clock may be wrong", async () => {
    expect(await attempt(name, "expired")).toMatch(/^Bearer /);
  });

  it("lets the caller leave a silent service", async () => {
    const { options, env, issuer } = cases[name] as Case;
    const { doubles, clock } = world;
    const double = doubles[issuer];
    const before = double.received.length;
    double.mood = "slow";
    const leave = new AbortController();
    const all = { ...options(doubles), authType: name };
    const signedIn = world.signIn(all, env?.(doubles) ?? {}, leave.signal);
    const outcome = signedIn.catch((error: unknown) => error);
    if (isLocal === true) {
      await expect.poll(() => double.received.length).toBeGreaterThan(before);
      clock.advance(10_000);
      expect(((await outcome) as Error).message).toMatch(/did not answer within 10 s/);
    } else {
      leave.abort(new Error("enough"));
      expect(((await outcome) as Error).message).toBe("enough");
    }
    double.mood = "well";
  });
});
