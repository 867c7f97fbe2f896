import { describe, expect, it } from "vitest";
import { ConfigError } from "../errors/index.js";
import { Config } from "./config.js";
import type { ConfigOptions } from "./options.js";

interface Given {
  readonly options?: ConfigOptions;
  readonly env?: Record<string, string>;
  readonly file?: string;
  /** Where the file is; anything else does not exist. */
  readonly at?: string;
}

function configure({
  options = {},
  env = {},
  file,
  at = "/home/me/.databrickscfg",
}: Given): Config {
  return new Config(options, {
    env: { HOME: "/home/me", ...env },
    readFile: (path) => (path === at ? file : undefined),
  });
}

function errorOf(given: Given): ConfigError {
  try {
    configure(given);
  } catch (error) {
    if (error instanceof ConfigError) return error;
    throw error;
  }
  throw new Error("nothing was thrown");
}

describe("the order of sources", () => {
  const env = { DATABRICKS_HOST: "https://from-env", DATABRICKS_CLUSTER_ID: "env" };
  const file = "[DEFAULT]\nhost = https://from-file\ncluster_id = file\nwarehouse_id = file";

  it("prefers arguments, then the environment, then the file", () => {
    const options = { profile: "DEFAULT", host: "https://from-code" };
    const config = configure({ options, env, file });
    expect(config.host).toBe("https://from-code");
    expect(config.originOf("host")).toBe("argument");
    expect(config.clusterId).toBe("env");
    expect(config.originOf("clusterId")).toBe("environment variable DATABRICKS_CLUSTER_ID");
    expect(config.warehouseId).toBe("file");
    expect(config.originOf("warehouseId")).toBe("profile DEFAULT in ~/.databrickscfg");
    expect(config.httpTimeoutSeconds).toBe(60);
    expect(config.originOf("httpTimeoutSeconds")).toBe("default");
    expect(config.originOf("accountId")).toBeUndefined();
  });

  it("counts empty and undefined values as unset", () => {
    const config = configure({
      options: { host: "", clusterId: undefined },
      env: { DATABRICKS_HOST: "", DATABRICKS_CLUSTER_ID: "env" },
      file: "[DEFAULT]\nhost = https://from-file\nwarehouse_id =",
    });
    expect(config.host).toBe("https://from-file");
    expect(config.clusterId).toBe("env");
    expect(config.warehouseId).toBeUndefined();
  });

  it("takes the first of several environment variables", () => {
    const both = { DATABRICKS_OIDC_TOKEN_FILE: "/b", DATABRICKS_OIDC_TOKEN_FILEPATH: "/a" };
    expect(configure({ env: both }).oidcTokenFilepath).toBe("/a");
    expect(configure({ env: { DATABRICKS_OIDC_TOKEN_FILE: "/b" } }).oidcTokenFilepath).toBe("/b");
  });
});

describe("the profile file", () => {
  const file = [
    "[__settings__]\ndefault_profile = work",
    "[DEFAULT]\nhost = https://default\ncluster_id = inherited",
    "[work]\nhost = https://work",
    "[home]\nhost = https://home",
  ].join("\n");
  const withoutDefault = file.replace("= work", "=");

  it.each([
    ["the requested profile", { options: { profile: "home" }, file }, "https://home", "home"],
    [
      "the environment's",
      { env: { DATABRICKS_CONFIG_PROFILE: "home" }, file },
      "https://home",
      "home",
    ],
    ["default_profile", { file }, "https://work", "work"],
    ["DEFAULT", { file: withoutDefault }, "https://default", "DEFAULT"],
    ["nothing", { file: "[other]\nhost = x" }, undefined, undefined],
    ["nothing without a file", {}, undefined, undefined],
  ])("uses %s", (_name, given, host, profile) => {
    const config = configure(given);
    expect(config.host).toBe(host);
    expect(config.profile).toBe(profile);
  });

  it("does not inherit from DEFAULT", () => {
    expect(configure({ file }).clusterId).toBeUndefined();
  });

  it.each([
    ["host", { DATABRICKS_HOST: "https://env" }],
    ["a token", { DATABRICKS_TOKEN: "x" }],
    ["an Azure resource id", { DATABRICKS_AZURE_RESOURCE_ID: "/subscriptions/1" }],
  ])("is skipped when %s is set and no profile is asked for", (_name, env) => {
    const read: string[] = [];
    const config = new Config({}, { env, readFile: (path) => void read.push(path) });
    expect(read).toEqual([]);
    expect(config.profile).toBeUndefined();
    expect(configure({ env: { ...env, DATABRICKS_CONFIG_PROFILE: "work" }, file }).profile).toBe(
      "work",
    );
  });

  it("is still read when only a switch is off", () => {
    expect(configure({ env: { ARM_USE_MSI: "false" }, file }).host).toBe("https://work");
  });

  it("can be elsewhere, and ~ is the home directory", () => {
    const options = { configFile: "~/x/cfg" };
    expect(configure({ options, file, at: "/home/me/x/cfg" }).host).toBe("https://work");
    const env = { DATABRICKS_CONFIG_FILE: "/etc/cfg" };
    expect(configure({ env, file, at: "/etc/cfg" }).host).toBe("https://work");
  });

  it.each([
    [
      { options: { profile: "none" }, file },
      /^~\/.databrickscfg has no none profile configured; it has DEFAULT, work, home\./,
    ],
    [
      { file: "[__settings__]\ndefault_profile = none" },
      /has no none profile configured; it has none\./,
    ],
    [
      { options: { profile: "work" } },
      /^cannot use profile work: there is no file ~\/.databrickscfg/,
    ],
    [{ options: { profile: "__settings__" }, file }, /reserved section name/],
    [{ file: "[__settings__]\ndefault_profile = __settings__" }, /reserved section name/],
    [{ file: "[DEFAULT]\nnonsense" }, /^cannot read ~\/.databrickscfg: line 2 /],
  ])("refuses %j", (given, message) => {
    const error = errorOf(given);
    expect(error.message).toMatch(message);
    expect(error.attribute).toBe("profile");
  });

  it("says why a file can't be read", () => {
    const readFile = (): never => {
      throw Object.assign(new Error("EACCES: /home/me"), { code: "EACCES" });
    };
    expect(() => new Config({}, { env: {}, readFile })).toThrow(
      "cannot read ~/.databrickscfg (EACCES). Config: <empty>",
    );
  });
});

describe("values", () => {
  it.each([
    ["1", true],
    ["t", true],
    ["TRUE", true],
    ["True", true],
    ["0", false],
    ["f", false],
    ["false", false],
    ["FALSE", false],
  ])("reads %s as %s", (text, value) => {
    expect(configure({ env: { DATABRICKS_DEBUG_HEADERS: text } }).debugHeaders).toBe(value);
  });

  it.each(["yes", "on", "tRUE", " true", "2"])("refuses the boolean %j", (text) => {
    const error = errorOf({ env: { DATABRICKS_DEBUG_HEADERS: text } });
    expect(error.attribute).toBe("debugHeaders");
    expect(error.message).toContain("debugHeaders must be true or false (or 1, t, 0, f); got");
    expect(error.message).toContain(
      `${JSON.stringify(text)} from environment variable DATABRICKS_DEBUG_HEADERS`,
    );
  });

  it.each([
    ["rate_limit", "fast", /^rateLimit must be a whole number, 1 or more; got "fast" from profile/],
    ["rate_limit", "1.5", /whole number/],
    ["rate_limit", "0", /1 or more/],
    ["debug_truncate_bytes", "-1", /0 or more/],
    ["http_timeout_seconds", "0", /httpTimeoutSeconds must be a number/],
    ["http_timeout_seconds", "1e9", /httpTimeoutSeconds must be a number/],
    ["retry_timeout_seconds", "Infinity", /must be a number/],
    ["authorization_details", "{oops", /must be JSON text/],
    ["azure_environment", "MARS", /must be PUBLIC, USGOVERNMENT or CHINA/],
  ])("refuses %s = %s", (key, text, message) => {
    expect(errorOf({ file: `[DEFAULT]\n${key} = ${text}` }).message).toMatch(message);
  });

  it("reads numbers, lists, JSON and clouds", () => {
    const file = [
      "[DEFAULT]",
      "rate_limit = 10",
      "http_timeout_seconds = 0.5",
      "retry_timeout_seconds = -1",
      "scopes = sql, all-apis,sql ,",
      'authorization_details = [{"type":"x"}]',
      "cloud = ibm",
      "azure_environment = AzureChinaCloud",
    ].join("\n");
    const config = configure({ file });
    expect(config.rateLimit).toBe(10);
    expect(config.httpTimeoutSeconds).toBe(0.5);
    expect(config.retryTimeoutSeconds).toBe(-1);
    expect(config.scopes).toEqual(["all-apis", "sql"]);
    expect(config.authorizationDetails).toBe('[{"type":"x"}]');
    expect(config.cloud).toBeUndefined();
    expect(config.azureEnvironment).toBe("CHINA");
  });

  it("checks arguments, too, for callers without types", () => {
    const wrong = (options: object): string => errorOf({ options }).message;
    expect(wrong({ host: 1 })).toMatch(
      /^host must be a string, not a number; got 1 as an argument/,
    );
    expect(wrong({ debugHeaders: "maybe" })).toMatch(/^debugHeaders must be true or false/);
    expect(wrong({ scopes: [1] })).toMatch(/^scopes must be a list of strings/);
    expect(wrong({ token: 5 })).toMatch(/got a secret value as an argument/);
    expect(configure({ options: { rateLimit: "7" } as object }).rateLimit).toBe(7);
  });

  it("refuses a host that is none, and says where it came from", () => {
    const error = errorOf({ env: { DATABRICKS_HOST: "not a host", DATABRICKS_CLUSTER_ID: "c" } });
    expect(error.attribute).toBe("host");
    expect(error.message).toContain('got "not a host" from environment variable DATABRICKS_HOST.');
  });
});

describe("several authentication methods", () => {
  const env = { DATABRICKS_TOKEN: "secret-token", ARM_CLIENT_ID: "id", DATABRICKS_PASSWORD: "pw" };

  it("are refused, with where each came from and without their values", () => {
    const { message } = errorOf({ env });
    expect(message).toContain(
      "more than one authorization method configured: azure and basic and pat",
    );
    expect(message).toContain("azure: azureClientId from environment variable ARM_CLIENT_ID");
    expect(message).toMatch(/Config: token=\*\*\*, .*\. Env: DATABRICKS_TOKEN, /);
    expect(message).not.toContain("secret-token");
  });

  it("are no conflict when authType chooses, or the caller brings credentials", () => {
    expect(configure({ env, options: { authType: "pat" } }).authType).toBe("pat");
    const credentials = { name: "mine", configure: async () => ({ skipped: "" }) };
    expect(new Config({}, { env, credentials }).token).toBe("secret-token");
  });

  it("do not count defaults and switches that are off", () => {
    const config = configure({ env: { DATABRICKS_TOKEN: "x", ARM_USE_MSI: "false" } });
    expect(config.azureUseMsi).toBe(false);
    expect(config.oidcTokenEnv).toBe("DATABRICKS_OIDC_TOKEN");
  });
});
