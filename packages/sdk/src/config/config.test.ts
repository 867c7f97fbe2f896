import { inspect } from "node:util";
import { describe, expect, it } from "vitest";
import type { CredentialsStrategy } from "../auth/index.js";
import { ConfigError, DefaultCredentialsError } from "../errors/index.js";
import { Config } from "./config.js";
import { fakeContext, jsonResponse } from "./testing/fake-context.js";

const host = "https://dbc-1.cloud.databricks.com";
const offline = { env: {}, readFile: () => undefined };

function strategyWith(headers: () => Promise<Record<string, string>>): CredentialsStrategy {
  return { name: "mine", configure: async () => ({ headers }) };
}

describe("Config", () => {
  it("describes what is set, and what the environment supplied", () => {
    const config = new Config(
      { host, token: "secret", scopes: ["b", "a"], debugHeaders: true },
      { env: { DATABRICKS_CLUSTER_ID: "c1", DATABRICKS_OAUTH_CALLBACK_PORT: "8030" } },
    );
    expect(config.describe()).toBe(
      `Config: host=${host}, token=***, clusterId=c1, debugHeaders=true, scopes=a,b. Env: DATABRICKS_CLUSTER_ID`,
    );
    expect(config.oauthCallbackPort).toBe(8030);
    expect(inspect(config)).toBe(config.describe());
    expect(JSON.parse(JSON.stringify(config))).toEqual({
      host,
      token: "***",
      clusterId: "c1",
      debugHeaders: true,
      scopes: ["a", "b"],
    });
    expect(new Config({}, offline).describe()).toBe("Config: <empty>");
  });

  it("knows the kind of host and its cloud", () => {
    const at = (address: string): Config => new Config({ host: address }, offline);
    expect(at("accounts.cloud.databricks.com").isAccountHost).toBe(true);
    expect(at(host)).toMatchObject({
      isAccountHost: false,
      isAws: true,
      isAzure: false,
      isGcp: false,
    });
    expect(at("a.azuredatabricks.net")).toMatchObject({ isAws: false, isAzure: true });
    expect(at("1.gcp.databricks.com")).toMatchObject({ isAws: false, isGcp: true });
    const onAzure = new Config({ azureWorkspaceResourceId: "/subscriptions/1" }, offline);
    expect(onAzure).toMatchObject({ isAzure: true, isAws: false });
    expect(new Config({ warehouseId: "w" }, offline).sqlHttpPath).toBe("/sql/1.0/warehouses/w");
  });

  it("reads the process's environment and files by default", () => {
    process.env["DATABRICKS_CONFIG_FILE"] = "/nonexistent/databrickscfg";
    process.env["DATABRICKS_SERVERLESS_COMPUTE_ID"] = "auto";
    try {
      expect(new Config().serverlessComputeId).toBe("auto");
    } finally {
      delete process.env["DATABRICKS_CONFIG_FILE"];
      delete process.env["DATABRICKS_SERVERLESS_COMPUTE_ID"];
    }
  });
});

describe("authenticate", () => {
  it("uses a token, and makes one promise for all attempts", async () => {
    const config = new Config({ host, token: "t1" }, offline);
    const context = fakeContext();
    expect(config.authType).toBeUndefined();
    expect(await config.authenticate(context)).toEqual({ authorization: "Bearer t1" });
    expect(config.authType).toBe("pat");
    expect(config.authenticate(context)).toBe(config.authenticate(context));
  });

  it("sets up once for concurrent calls, and again after a failure", async () => {
    let setUps = 0;
    const strategy: CredentialsStrategy = {
      name: "flaky",
      needs: ["host"],
      async configure() {
        if (++setUps === 1) throw new Error("first time");
        return { headers: async () => ({ authorization: "ok" }) };
      },
    };
    const config = new Config({ host }, { ...offline, strategies: [strategy] });
    const context = fakeContext();
    const both = [config.authenticate(context), config.authenticate(context)];
    await expect(Promise.all(both)).rejects.toThrow(DefaultCredentialsError);
    expect(setUps).toBe(1);
    expect(config.explainAuth().strategies).toMatchObject([
      { outcome: "failed", reason: "first time" },
    ]);
    await expect(
      Promise.all([config.authenticate(context), config.authenticate(context)]),
    ).resolves.toHaveLength(2);
    expect(setUps).toBe(2);
    expect(config.explainAuth().chosen).toBe("flaky");
  });

  it("lets one caller stop waiting while another goes on", async () => {
    let finish: (() => void) | undefined;
    const strategy: CredentialsStrategy = {
      name: "slow",
      configure: () =>
        new Promise((resolve) => {
          finish = () => resolve({ headers: async () => ({ authorization: "ok" }) });
        }),
    };
    const config = new Config({ host }, { ...offline, strategies: [strategy] });
    const context = fakeContext();
    const controller = new AbortController();
    const stopped = config.authenticate({ ...context, signal: controller.signal });
    const patient = config.authenticate(context);
    await expect.poll(() => finish).toBeDefined();
    controller.abort(new Error("stop"));
    await expect(stopped).rejects.toThrow("stop");
    finish?.();
    await expect(patient).resolves.toEqual({ authorization: "ok" });
  });

  it("replaces the chain by the caller's strategy, whatever else is set", async () => {
    const seen: unknown[] = [];
    const own: CredentialsStrategy = {
      name: "mine",
      needs: ["password"],
      async configure({ config, env }) {
        seen.push(config.token, env["X"]);
        return { headers: async () => ({ authorization: "mine" }) };
      },
    };
    const config = new Config(
      { host, token: "t", username: "u", authType: "pat" },
      { ...offline, env: { X: "y" }, credentials: own },
    );
    expect(config.authType).toBe("mine");
    expect(config.explainAuth().strategies).toMatchObject([{ name: "mine", outcome: "not tried" }]);
    expect(await config.authenticate(fakeContext())).toEqual({ authorization: "mine" });
    expect(config.explainAuth()).toMatchObject({
      chosen: "mine",
      strategies: [{ outcome: "chosen" }],
    });
    expect(seen).toEqual(["t", "y"]);
  });

  it("reports the caller's strategy's own error, and its refusal", async () => {
    const mine = new Error("mine");
    const failing = { name: "mine", configure: () => Promise.reject(mine) };
    const refusing = { name: "mine", configure: async () => ({ skipped: "no key here" }) };
    const run = (credentials: CredentialsStrategy): Promise<unknown> =>
      new Config({ host }, { ...offline, credentials }).authenticate(fakeContext());
    await expect(run(failing)).rejects.toBe(mine);
    await expect(run(refusing)).rejects.toThrow(
      `the credentials strategy mine cannot be used: no key here. Config: host=${host}`,
    );
  });

  it("asks the caller's strategy for headers at each attempt", async () => {
    let count = 0;
    const credentials = strategyWith(async () => ({ authorization: `t${++count}` }));
    const config = new Config({ host }, { ...offline, credentials });
    const context = fakeContext();
    await config.authenticate(context);
    expect(await config.authenticate(context)).toEqual({ authorization: "t2" });
  });

  it("has OAuth tokens only where the method has", async () => {
    const context = fakeContext();
    const pat = new Config({ host, token: "t1" }, offline);
    await expect(pat.oauthToken(context)).rejects.toThrow(ConfigError);
    await expect(pat.oauthToken(context)).rejects.toThrow(
      "OAuth tokens are not available for pat authentication",
    );
    const token = { accessToken: "a", tokenType: "Bearer" };
    const credentials: CredentialsStrategy = {
      name: "oauth",
      configure: async () => ({ headers: async () => ({}), token: async () => token }),
    };
    const config = new Config({ host }, { ...offline, credentials });
    await expect(config.oauthToken(context)).resolves.toBe(token);
  });
});

describe("copy", () => {
  const source = { env: { DATABRICKS_CLUSTER_ID: "c1" }, readFile: () => undefined };

  it("keeps values and where they came from, and changes what it is told to", () => {
    const config = new Config({ host, accountId: "a" }, source);
    const copy = config.copy({ accountId: undefined, rateLimit: 3, debugTruncateBytes: undefined });
    expect(copy).toMatchObject({ host, clusterId: "c1", rateLimit: 3, debugTruncateBytes: 96 });
    expect(copy.accountId).toBeUndefined();
    expect(copy.originOf("clusterId")).toBe("environment variable DATABRICKS_CLUSTER_ID");
    expect(config.accountId).toBe("a");
    expect(config.rateLimit).toBeUndefined();
    expect(() => config.copy({ rateLimit: 0 })).toThrow(ConfigError);
    expect(() => config.copy({ token: "t", password: "p" })).toThrow(/more than one/);
  });

  it("shares credentials unless something changes that they depend on", async () => {
    let setUps = 0;
    const credentials: CredentialsStrategy = {
      name: "mine",
      async configure({ config }) {
        setUps++;
        return { headers: async () => ({ authorization: config.host ?? "" }) };
      },
    };
    const context = fakeContext();
    const config = new Config({ host }, { ...offline, credentials });
    await config.authenticate(context);
    await config.copy({ rateLimit: 3 }).authenticate(context);
    expect(setUps).toBe(1);
    const other = config.copy({ host: "https://other" });
    expect(await other.authenticate(context)).toEqual({ authorization: "https://other" });
    expect(setUps).toBe(2);
    expect(context.requests.map(({ url }) => new URL(url).host)).toEqual([
      "dbc-1.cloud.databricks.com",
      "other",
    ]);
  });

  it("learns from the host by itself, unless the original has", async () => {
    const context = fakeContext(() => jsonResponse({ account_id: "acc" }));
    const config = new Config({ host, token: "t" }, offline);
    const learning = config.ready(context);
    const early = config.copy({ rateLimit: 3 });
    await Promise.all([learning, early.ready(context)]);
    expect([config.accountId, early.accountId]).toEqual(["acc", "acc"]);
    const late = config.copy({ rateLimit: 3 });
    await late.ready(context);
    expect(late.accountId).toBe("acc");
    expect(context.requests).toHaveLength(2);
    expect(config.copy({ host: "https://other" }).accountId).toBeUndefined();
  });
});
