import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { Config } from "../../config/index.js";
import type { ConfigOptions } from "../../config/index.js";
import { fakeContext } from "../../config/testing/fake-context.js";
import { ConfigError, DefaultCredentialsError, TimeoutError } from "../../errors/index.js";
import { FakeClock } from "../../http/testing/fake-clock.js";
import { tokenArguments } from "../databricks-cli/cli-arguments.js";
import { readCliToken } from "../databricks-cli/read-cli-token.js";
import { fakeTool } from "./testing/fake-tool.js";
import type { FakeTool, ToolAnswer } from "./testing/fake-tool.js";

const host = "https://dbc-1.cloud.databricks.com";
const isLimit = (milliseconds: number): boolean => [5_000, 30_000].includes(milliseconds);
const version = (text: string): ToolAnswer => ({
  when: ["version"],
  stdout: { Version: text },
});
const token = (name: string, expiry = "2026-01-01T01:00:00.123456789Z"): ToolAnswer => ({
  when: ["auth token"],
  stdout: { access_token: name, token_type: "Bearer", expiry },
});

let tool: FakeTool;
let clock: FakeClock;
beforeEach(() => {
  tool = fakeTool("databricks", [version("0.300.1"), token("cli-token")]);
  clock = new FakeClock(isLimit);
});
afterEach(() => tool[Symbol.dispose]());

interface Outcome {
  readonly config: Config;
  readonly context: ReturnType<typeof fakeContext>;
  readonly result: Promise<Readonly<Record<string, string>>>;
}

function signIn(options: ConfigOptions = {}): Outcome {
  const config = new Config({ host, ...options }, { env: tool.env, readFile: () => undefined });
  const context = { ...fakeContext(), clock };
  return { config, context, result: config.authenticate(context) };
}

async function failureOf(options: ConfigOptions = {}): Promise<Error> {
  return signIn({ authType: "databricks-cli", ...options }).result.then(
    () => new Error("it did not fail"),
    (error: unknown) => error as Error,
  );
}

describe("databricks-cli", () => {
  it("is found, and asked for the host's token", async () => {
    const { config, context, result } = signIn();
    expect(await result).toEqual({ authorization: "Bearer cli-token" });
    expect(config.authType).toBe("databricks-cli");
    expect((await config.oauthToken(context)).expiry).toBe(Date.UTC(2026, 0, 1, 1, 0, 0, 123));
    expect(tool.calls()).toEqual(["version --output json", `auth token --host ${host}`]);
  });

  it("is asked for a new token when the first has been used up, and for its version once", async () => {
    const { config, context, result } = signIn();
    await result;
    tool.answer([version("0.300.1"), token("next", "2026-01-01T03:00:00Z")]);
    clock.advance(2 * 3600_000);
    expect(await config.authenticate(context)).toEqual({ authorization: "Bearer next" });
    expect(tool.calls().slice(2)).toEqual([`auth token --host ${host} --force-refresh`]);
  });

  it("may stand elsewhere", async () => {
    const elsewhere = { databricksCliPath: tool.path };
    const config = new Config({ host, ...elsewhere }, { env: {} });
    expect(await config.authenticate({ ...fakeContext(), clock })).toEqual({
      authorization: "Bearer cli-token",
    });
    const missing = new Config(
      { host, databricksCliPath: "/none/databricks", authType: "databricks-cli" },
      { env: {} },
    );
    await expect(missing.authenticate(fakeContext())).rejects.toThrow(
      "there is no Databricks CLI /none/databricks",
    );
  });

  it("is not looked for in relative folders", async () => {
    const config = new Config(
      { host, authType: "databricks-cli" },
      { env: { PATH: "relative:." } },
    );
    await expect(config.authenticate(fakeContext())).rejects.toThrow(
      "there is no Databricks CLI on the PATH; databricksCliPath tells another place",
    );
  });

  it("is not the legacy one", async () => {
    using small = fakeTool("databricks", [], { isSmall: true });
    const config = new Config({ host, authType: "databricks-cli" }, { env: small.env });
    await expect(config.authenticate(fakeContext())).rejects.toThrow(
      /is the legacy Databricks CLI; install version 0\.205 or later/,
    );
    expect(small.calls()).toEqual([]);
  });

  it("passes its turn when it is not signed in", async () => {
    const stderr = "Error: cache: databricks OAuth is not configured for this host.";
    tool.answer([version("0.300.1"), { when: ["auth token"], stderr, exitCode: 1 }]);
    const advice = `the Databricks CLI is not signed in to ${host}: sign in with \`databricks auth login --host ${host}\``;
    await expect(signIn().result).rejects.toThrow(
      /databricks-cli +skipped +the Databricks CLI is not signed in/,
    );
    const error = await failureOf();
    expect(error).toBeInstanceOf(DefaultCredentialsError);
    expect(error.message).toBe(
      `cannot use authType databricks-cli: ${advice}. Config: host=${host}, authType=databricks-cli`,
    );
  });

  it.each([
    [{ profile: "dev" }, "databricks auth login --profile dev"],
    [{ profile: "my dev" }, 'databricks auth login --profile "my dev"'],
    [{}, `databricks auth login --host ${host}`],
    [
      { host: "https://accounts.cloud.databricks.com", accountId: "a-1" },
      "databricks auth login --host https://accounts.cloud.databricks.com --account-id a-1",
    ],
  ])("names the command to sign in again, %j", async (options, command) => {
    const stderr = "Error: the refresh token is invalid.\n\n  To reauthenticate, run ...";
    tool.answer([version("0.300.1"), { when: ["auth token"], stderr, exitCode: 1 }]);
    const readFile = (): string => "[dev]\nx=y\n[my dev]\nx=y";
    const config = new Config(
      { host, authType: "databricks-cli", ...options },
      { env: tool.env, readFile },
    );
    const error = await config.authenticate({ ...fakeContext(), clock }).catch((e: unknown) => e);
    expect(error).toBeInstanceOf(ConfigError);
    expect((error as Error).message).toBe(
      `databricks auth token failed: the refresh token is invalid. To reauthenticate, run ...; sign in with \`${command}\``,
    );
  });

  it.each([["no json"], [{ access_token: "" }], [{ access_token: "t", expiry: "soon" }], [[1]]])(
    "does not repeat what it can't read: %j",
    async (stdout) => {
      tool.answer([version("0.300.1"), { when: ["auth token"], stdout }]);
      expect((await failureOf()).message).toBe(
        "databricks auth token printed no token: update the Databricks CLI",
      );
    },
  );

  it("is killed when it does not end", async () => {
    tool.answer([version("0.300.1"), { when: ["auth token"], hangs: true }]);
    const { result } = signIn({ authType: "databricks-cli" });
    result.catch(() => undefined);
    await expect.poll(() => tool.calls().length).toBe(2);
    clock.advance(30_000);
    await expect(result).rejects.toThrow(TimeoutError);
    await expect(result).rejects.toThrow("databricks auth token did not end within 30 s");
  });

  it("need not tell its version", async () => {
    tool.answer([{ when: ["version"], hangs: true }, token("old")]);
    const { result } = signIn();
    await expect.poll(() => tool.calls().length).toBe(1);
    clock.advance(5_000);
    expect(await result).toEqual({ authorization: "Bearer old" });
  });
});

describe("scopes", () => {
  const jwt = (claims: object): string =>
    ["{}", JSON.stringify(claims), "s"]
      .map((part) => Buffer.from(part).toString("base64url"))
      .join(".");

  it.each([
    [undefined, "clusters", true],
    [["all-apis"], "clusters", true],
    [["sql", "files"], "files offline_access sql", true],
    [["sql", "files"], ["sql", "files"], true],
    [["sql"], "all-apis", false],
    [["sql"], "files sql", false],
  ])("asked %j, got %j: fits %s", async (scopes, scope, fits) => {
    tool.answer([version("0.300.1"), token(jwt({ scope }))]);
    const { context, result } = signIn(scopes === undefined ? {} : { scopes });
    if (fits) {
      expect(await result).toHaveProperty("authorization");
      return;
    }
    await expect(result).rejects.toThrow(/databricks-cli +skipped +the Databricks CLI has a token/);
    expect(context.lines.join()).toContain("databricks-cli is not used");
    expect(await failureOf(scopes === undefined ? {} : { scopes })).toMatchObject({
      attribute: "scopes",
    });
  });

  it("of tokens that tell none are taken on trust", async () => {
    expect(await signIn({ scopes: ["sql"] }).result).toEqual({ authorization: "Bearer cli-token" });
  });
});

describe("arguments", () => {
  const profile = { host, profile: "dev" };
  it.each([
    [profile, [0, 207, 1], false, "--profile dev"],
    [profile, [0, 207, 0], false, `--host ${host}`],
    [profile, [1, 0, 0], false, "--profile dev"],
    [profile, undefined, true, `--host ${host}`],
    [profile, [0, 295, 9], true, "--profile dev"],
    [profile, [0, 296, 0], true, "--profile dev --force-refresh"],
    [profile, [0, 296, 0], false, "--profile dev"],
    [{ host, accountId: "a" }, [0, 300, 0], false, `--host ${host}`],
    [
      { host: "https://accounts.x", accountId: "a" },
      [0, 300, 0],
      false,
      "--host https://accounts.x --account-id a",
    ],
  ] as const)("%j of version %j, refresh %s: %s", (config, cli, isRefresh, expected) => {
    expect(tokenArguments(config, cli, isRefresh).join(" ")).toBe(`auth token ${expected}`);
  });
});

describe("expiry", () => {
  it.each([
    ["2024-01-02T03:04:05Z", Date.UTC(2024, 0, 2, 3, 4, 5)],
    ["2024-01-02T03:04:05.123456789Z", Date.UTC(2024, 0, 2, 3, 4, 5, 123)],
    ["2024-01-02T03:04:05.5+02:00", Date.UTC(2024, 0, 2, 1, 4, 5, 500)],
  ])("%s", (expiry, expected) => {
    expect(readCliToken(JSON.stringify({ access_token: "t", expiry })).expiry).toBe(expected);
  });
});
