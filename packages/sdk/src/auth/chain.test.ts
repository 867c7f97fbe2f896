import { describe, expect, it } from "vitest";
import { ConfigError, DefaultCredentialsError } from "../errors/index.js";
import { runChain } from "./chain.js";
import type { ChainInput } from "./chain.js";
import { defaultStrategies } from "./default-strategies.js";
import { lazyStrategy } from "./lazy-strategy.js";
import { planChain } from "./plan.js";
import { formatAuthReport } from "./report.js";
import type { AuthReport } from "./report.js";
import type { AuthAttributes } from "./attributes.js";
import type { CredentialsStrategy } from "./strategy.js";

function input(config: AuthAttributes, strategies: readonly CredentialsStrategy[]): ChainInput {
  const set = new Set(Object.keys(config));
  return {
    config,
    strategies,
    env: {},
    secrets: ["s3cr3t-value"],
    summary: () => "Config: summary",
    originOf: (name) => (set.has(name) ? "argument" : undefined),
    variableOf: (name) => (name === "token" ? "DATABRICKS_TOKEN" : undefined),
    context: {
      transport: { send: () => Promise.reject(new Error("no network")) },
      clock: { now: () => 0, sleep: async () => {} },
    },
  };
}

async function run(
  config: AuthAttributes,
  strategies: readonly CredentialsStrategy[] = defaultStrategies,
): Promise<{ headers?: unknown; error?: unknown; report: AuthReport | undefined }> {
  let report: AuthReport | undefined;
  try {
    const credentials = await runChain(input(config, strategies), (next) => (report = next));
    return { headers: await credentials.headers(), report };
  } catch (error) {
    return { error, report };
  }
}

const host = "https://h";
const broken: CredentialsStrategy = {
  name: "broken",
  needs: ["host"],
  configure: () => Promise.reject(new Error("exit code 1: s3cr3t-value")),
};
const mute: CredentialsStrategy = {
  name: "mute",
  configure: async () => ({ headers: () => Promise.reject(new Error("no token came")) }),
};
const shy: CredentialsStrategy = {
  name: "shy",
  configure: async () => ({ skipped: "az is not installed" }),
};
const fine: CredentialsStrategy = {
  name: "fine",
  configure: async () => ({ headers: async () => ({ authorization: "fine" }) }),
};

describe("the chain", () => {
  it.each([
    [{ host, token: "t" }, "pat", { authorization: "Bearer t" }],
    [{ host, username: "ü", password: "p" }, "basic", { authorization: "Basic w7w6cA==" }],
    [{ host, username: "u", password: "p", token: "t" }, "pat", { authorization: "Bearer t" }],
    [
      { host, username: "u", password: "p", token: "t", authType: "basic" },
      "basic",
      { authorization: "Basic dTpw" },
    ],
  ])("chooses for %j", async (config, chosen, headers) => {
    const result = await run(config);
    expect(result.headers).toEqual(headers);
    expect(result.report?.chosen).toBe(chosen);
  });

  it("goes on after one that failed, refused or gave no headers", async () => {
    const { headers, report } = await run({ host }, [broken, shy, mute, fine]);
    expect(headers).toEqual({ authorization: "fine" });
    expect(report?.strategies.map(({ name, outcome, reason }) => [name, outcome, reason])).toEqual([
      ["broken", "failed", "exit code 1: **REDACTED**"],
      ["shy", "skipped", "az is not installed"],
      ["mute", "failed", "no token came"],
      ["fine", "chosen", "it is in use"],
    ]);
  });

  it("tells of each method why it does not fit", async () => {
    const { error, report } = await run({ host, username: "u" }, [
      ...defaultStrategies.slice(0, 2),
      broken,
      shy,
    ]);
    expect(error).toBeInstanceOf(DefaultCredentialsError);
    const { message, strategies } = error as DefaultCredentialsError;
    expect(message).toContain("cannot configure default credentials");
    expect(message).toContain("  pat     skipped  token (DATABRICKS_TOKEN) is not set\n");
    expect(message).toContain("  basic   skipped  password is not set\n");
    expect(message).toContain("  broken  failed   exit code 1: **REDACTED**\n");
    expect(message).toContain("Found: host from argument; username from argument\n");
    expect(message.endsWith("Config: summary")).toBe(true);
    expect(strategies).toEqual([
      { name: "pat", outcome: "skipped", reason: "token (DATABRICKS_TOKEN) is not set" },
      { name: "basic", outcome: "skipped", reason: "password is not set" },
      { name: "broken", outcome: "failed", reason: "exit code 1: **REDACTED**" },
      { name: "shy", outcome: "skipped", reason: "az is not installed" },
    ]);
    expect(report?.chosen).toBeUndefined();
    expect(report?.strategies[1]?.missing).toEqual(["password"]);
  });
});

describe("the code of a method", () => {
  it("is loaded when all that it needs is set, and not before", async () => {
    let loads = 0;
    const lazy = lazyStrategy("lazy", ["host", "token"], async () => {
      loads++;
      return fine.configure;
    });
    await run({ host }, [lazy]);
    expect(loads).toBe(0);
    expect((await run({ host, token: "t" }, [lazy])).headers).toEqual({ authorization: "fine" });
    expect(loads).toBe(1);
  });
});

describe("authType", () => {
  const own = new ConfigError("token is malformed", { attribute: "token" });
  const particular: CredentialsStrategy = { name: "own", configure: () => Promise.reject(own) };

  it("throws the method's own error", async () => {
    expect((await run({ authType: "own" }, [fine, particular])).error).toBe(own);
    const { error, report } = await run({ host, authType: "broken" }, [fine, broken]);
    expect(error).toBeInstanceOf(ConfigError);
    expect((error as Error).message).toBe(
      "authType broken failed: exit code 1: **REDACTED**. Config: summary",
    );
    expect(report?.strategies).toMatchObject([
      { name: "fine", outcome: "skipped", reason: "authType is broken" },
      { name: "broken", outcome: "failed" },
    ]);
  });

  it("does not ask for headers yet", async () => {
    const { error } = await run({ authType: "mute" }, [mute]);
    expect((error as Error).message).toBe("no token came");
  });

  it.each([
    [
      { host, authType: "pat" },
      "cannot use authType pat: token (DATABRICKS_TOKEN) is not set. Config: summary",
    ],
    [
      { host, authType: "azure-cli" },
      "cannot use authType azure-cli: the host is not on Azure, or cloud is not AZURE. Config: summary",
    ],
    [
      { host, token: "t", authType: "oauth-m2m" },
      /^cannot use authType oauth-m2m: clientId, clientSecret are not set/,
    ],
    [{ host, authType: "pta" }, /^authType "pta" is unknown; it can be pat, basic, /],
  ])("refuses %j", async (config, message) => {
    const { error } = await run(config);
    expect(error).toBeInstanceOf(ConfigError);
    expect((error as ConfigError).attribute).toBe("authType");
    expect((error as ConfigError).message).toMatch(message);
  });

  it.each([
    "metadata-service",
    "env-oidc",
    "github-oidc",
    "azure-msi",
    "databricks-cli",
    "google-id",
  ])("knows %s", async (authType) => {
    const { error } = await run({ authType });
    expect((error as Error).message).not.toContain("unknown");
  });
});

describe("the plan", () => {
  it("says what will be tried without trying it", () => {
    const plan = planChain(input({ host, token: "t" }, defaultStrategies));
    expect(plan.strategies[0]).toEqual({
      name: "pat",
      outcome: "not tried",
      reason: "none of its settings is missing",
      missing: [],
      found: [
        { attribute: "host", origin: "argument" },
        { attribute: "token", origin: "argument" },
      ],
    });
    expect(plan.strategies[1]).toMatchObject({
      outcome: "skipped",
      missing: ["username", "password"],
    });
    expect(plan).not.toHaveProperty("requested");
  });

  it("is readable", () => {
    const plan = planChain(input({}, [shy, broken]));
    expect(formatAuthReport(plan)).toBe(
      [
        "  shy     not tried  none of its settings is missing",
        "  broken  skipped    host is not set",
        "Found: nothing",
      ].join("\n"),
    );
  });
});

describe("tokens", () => {
  it.each(["dapi1\n", "dapi 1", "dapi\u00e9", "dapi\r\nx-evil: 1"])(
    "that no header can hold are refused: %j",
    async (token) => {
      const { error } = await run({ host, token, authType: "pat" });
      expect(error).toBeInstanceOf(ConfigError);
      expect((error as ConfigError).message).toMatch(/^token holds white space/);
      expect((error as ConfigError).attribute).toBe("token");
    },
  );
});
