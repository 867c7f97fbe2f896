import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { attributes, Config } from "../../config/index.js";
import type { AttributeName, ConfigOptions } from "../../config/index.js";
import {
  azureIdentity,
  databricksIdentity,
  googleIdentity,
  serviceAccountKey,
} from "../testing/index.js";
import { startWorld } from "./testing/world.js";
import type { World } from "./testing/world.js";

const sources = ["argument", "variable", "profile"] as const;
type Source = (typeof sources)[number];

let world: World;
beforeAll(async () => {
  world = await startWorld();
});
afterAll(() => world[Symbol.asyncDispose]());

/** Methods and the attributes that they are set up with. */
const methods: Readonly<Record<string, (world: World) => ConfigOptions>> = {
  pat: () => ({ token: "dapi1" }),
  basic: () => ({ username: "u", password: "p" }),
  "metadata-service": ({ doubles }) => ({
    metadataServiceUrl: `${doubles.metadataService.url}/metadata/token`,
  }),
  "oauth-m2m": () => ({
    clientId: databricksIdentity.clientId,
    clientSecret: databricksIdentity.clientSecret,
  }),
  "azure-client-secret": () => ({
    cloud: "AZURE",
    azureClientId: azureIdentity.clientId,
    azureClientSecret: azureIdentity.clientSecret,
    azureTenantId: azureIdentity.tenantId,
  }),
  "azure-msi": () => ({ cloud: "AZURE", azureUseMsi: true }),
  "google-credentials": () => ({
    googleCredentials: serviceAccountKey("https://oauth2.googleapis.com/token"),
  }),
  "google-id": () => ({ googleServiceAccount: googleIdentity.serviceAccount }),
};

/** Every way to spread attributes over the sources. */
function spreads(names: readonly string[]): readonly (readonly Source[])[] {
  return names.reduce<readonly (readonly Source[])[]>(
    (found, _name) => found.flatMap((spread) => sources.map((source) => [...spread, source])),
    [[]],
  );
}

function facts(name: string): { readonly variable: string; readonly key: string } {
  const attribute = attributes.find((each) => each.name === name);
  return { variable: attribute?.env[0] ?? "", key: attribute?.profileKey ?? "" };
}

/** A configuration whose values come from where `spread` says. */
function configure(options: ConfigOptions, spread: readonly Source[]): Config {
  const args: Record<string, unknown> = { profile: "p" };
  const env: Record<string, string> = { HOME: "/nonexistent" };
  const lines = ["[p]"];
  for (const [index, [name, value]] of Object.entries(options).entries()) {
    const { variable, key } = facts(name);
    if (spread[index] === "argument") args[name] = value;
    if (spread[index] === "variable") env[variable] = String(value);
    if (spread[index] === "profile") lines.push(`${key} = ${String(value)}`);
  }
  return new Config(args, { env, readFile: () => lines.join("\n") });
}

describe.each(Object.keys(methods))("%s", (method) => {
  it("can be set up from arguments, variables and the profile, in any mixture", async () => {
    const options = { host: world.doubles.databricks.url, ...methods[method]?.(world) };
    const names = Object.keys(options);
    for (const spread of spreads(names)) {
      const config = configure(options, spread);
      await config.authenticate(world.context);
      expect([spread, config.authType]).toEqual([spread, method]);
      for (const [index, name] of names.entries()) {
        const { variable } = facts(name);
        const places = {
          argument: "argument",
          variable: `environment variable ${variable}`,
          profile: "profile p in ~/.databrickscfg",
        };
        expect(config.originOf(name as AttributeName)).toBe(places[spread[index] ?? "argument"]);
      }
    }
    expect(world.doubles.problems).toEqual([]);
  });

  it("is left out as soon as one of its attributes is missing", () => {
    const options: ConfigOptions = { host: "https://h", ...methods[method]?.(world) };
    const row = (
      config: Config,
    ): { readonly outcome?: string; readonly missing?: readonly string[] } =>
      config.explainAuth().strategies.find(({ name }) => name === method) ?? {};
    const { needs = [] } = { needs: row(configure({}, [])).missing };
    for (const name of needs) {
      const rest = Object.fromEntries(Object.entries(options).filter(([each]) => each !== name));
      const config = new Config(rest, { env: {}, readFile: () => undefined });
      expect(row(config)).toMatchObject({ outcome: "skipped", missing: [name] });
    }
  });
});

describe("who wins", () => {
  const pat = { token: "t" };
  const m2m = { clientId: "c", clientSecret: "s" };
  const azure = { azureClientId: "c", azureClientSecret: "s" };
  const both = "more than one authorization method configured";
  const rows: readonly [
    args: ConfigOptions,
    env: Readonly<Record<string, string>>,
    profile: string | undefined,
    expected: string | RegExp,
  ][] = [
    [{ host: "h", ...pat }, {}, undefined, "pat"],
    [{ host: "h", ...pat }, {}, "client_id = c\nclient_secret = s", "pat"],
    [
      { profile: "p", ...pat },
      {},
      "host = h\nclient_id = c",
      new RegExp(`^${both}: oauth and pat`),
    ],
    [{ host: "h", ...pat }, { DATABRICKS_CLIENT_ID: "c" }, undefined, new RegExp(both)],
    [{ host: "h", ...pat, authType: "pat" }, { DATABRICKS_CLIENT_ID: "c" }, undefined, "pat"],
    [
      { host: "h" },
      { DATABRICKS_TOKEN: "t", DATABRICKS_AUTH_TYPE: "pat", ARM_CLIENT_ID: "c" },
      undefined,
      "pat",
    ],
    [{ host: "h", ...m2m, ...azure }, {}, undefined, new RegExp(`^${both}: azure and oauth`)],
    [{}, {}, "host = h\ntoken = t", "pat"],
    [
      {},
      { DATABRICKS_HOST: "h" },
      "token = t",
      /pat +skipped +token \(DATABRICKS_TOKEN\) is not set/,
    ],
    [{ profile: "p" }, { DATABRICKS_HOST: "h" }, "token = t", "pat"],
    [{}, { DATABRICKS_CONFIG_PROFILE: "p" }, "host = h\ntoken = t", "pat"],
    [{ profile: "q" }, {}, "host = h", /has no q profile configured/],
    [
      { host: "h", authType: "oauth-m2m", clientId: "c" },
      {},
      undefined,
      /clientSecret \(DATABRICKS_CLIENT_SECRET\) is not set/,
    ],
    [
      { host: "h", authType: "external-browsr" },
      {},
      undefined,
      /authType "external-browsr" is unknown/,
    ],
    [{ ...pat }, {}, undefined, /host \(DATABRICKS_HOST\) is not set/],
  ];

  it.each(rows)("%j, %j, %j: %s", async (args, env, profile, expected) => {
    const file = profile === undefined ? undefined : `[DEFAULT]\n${profile}\n[p]\n${profile}`;
    const signedIn = async (): Promise<string | undefined> => {
      const config = new Config(args, { env, readFile: () => file });
      await config.authenticate({
        ...world.context,
        transport: { send: () => Promise.reject(new Error("no network")) },
      });
      return config.authType;
    };
    if (typeof expected === "string") expect(await signedIn()).toBe(expected);
    else await expect(signedIn()).rejects.toThrow(expected);
  });
});
