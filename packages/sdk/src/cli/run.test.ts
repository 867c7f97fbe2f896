import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { databricksIdentity, startTokenDoubles } from "../auth/testing/index.js";
import type { TokenDoubles } from "../auth/testing/index.js";
import type { HttpRequest, Transport } from "../http/index.js";
import { jsonResponse } from "../config/testing/fake-context.js";
import type { Outcome } from "./command.js";
import { run } from "./run.js";

const { clientId, clientSecret } = databricksIdentity;
let doubles: TokenDoubles;
let home: string;
const told: string[] = [];

beforeAll(async () => {
  doubles = await startTokenDoubles();
});
afterAll(() => doubles.close());
beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), "cli-home-"));
});
afterEach(() => {
  rmSync(home, { recursive: true });
  told.length = 0;
});

/** The doubles, and a workspace that knows one token. */
const transport: Transport = {
  send: async (request: HttpRequest) => {
    const isCall = new URL(request.url).pathname.startsWith("/api/");
    if (!isCall) return doubles.transport.send(request);
    const known = ["Bearer dapi1"].includes(request.headers["authorization"] ?? "");
    const isOAuth = request.headers["authorization"]?.startsWith("Bearer ey") === true;
    return known || isOAuth
      ? jsonResponse({ userName: "me" })
      : jsonResponse({ error_code: "UNAUTHENTICATED", message: "no such token" }, 401);
  },
};

/** Comes back from the login page at once. */
function signInAtOnce(url: string): void {
  const { searchParams } = new URL(url);
  const back = new URL(searchParams.get("redirect_uri") ?? "");
  back.hostname = "127.0.0.1";
  back.searchParams.set("code", databricksIdentity.code);
  back.searchParams.set("state", searchParams.get("state") ?? "");
  void fetch(back).then((page) => page.text());
}

function cli(line: string, env: Readonly<Record<string, string>> = {}): Promise<Outcome> {
  return run(line === "" ? [] : line.split(" "), {
    env: { HOME: home, ...env },
    tell: (text) => void told.push(text),
    transport,
    openBrowser: signInAtOnce,
  });
}

function profileFile(text: string): void {
  writeFileSync(join(home, ".databrickscfg"), text);
}

describe("the command line", () => {
  it("tells its commands and its version", async () => {
    expect((await cli("--help")).out).toContain("describe   tell which method signs in");
    expect(await cli("-v")).toEqual({ exitCode: 0, out: "0.1.0\n", error: "" });
  });

  it.each([
    ["", "Usage: databricks-sdk-ts auth COMMAND"],
    ["auth", "Usage: databricks-sdk-ts auth COMMAND"],
    ["auth toString", 'there is no command "auth toString"'],
    ["jobs list", 'there is no command "jobs list"'],
    ["auth token more", 'there is no command "auth token more"'],
    ["auth token --hots x", "databricks-sdk-ts: Unknown option '--hots'\n"],
    ["auth login --timeout soon", '--timeout must be a number of seconds, not "soon"'],
  ])("%s is a mistake", async (line, message) => {
    const { exitCode, out, error } = await cli(line);
    expect([exitCode, out]).toEqual([2, ""]);
    expect(error).toContain(message);
    expect(error).toMatch(/^Usage: |Run databricks-sdk-ts --help for its commands\.$/m);
  });
});

describe("auth describe", () => {
  it("tells who signs in and where each value comes from", async () => {
    profileFile(`[dev]\nhost = ${doubles.databricks.url}\nclient_id = ${clientId}\n`);
    const env = { DATABRICKS_CLIENT_SECRET: clientSecret };
    const { exitCode, out } = await cli("auth describe --profile dev", env);
    expect(exitCode).toBe(0);
    const lines = out.split("\n").map((line) => line.replaceAll(/ +/g, " "));
    expect(lines[0]).toBe(`Signed in to ${doubles.databricks.url} by oauth-m2m.`);
    expect(lines).toContain(` host ${doubles.databricks.url} from profile dev in ~/.databrickscfg`);
    expect(lines).toContain(" clientSecret *** from environment variable DATABRICKS_CLIENT_SECRET");
    expect(lines).toContain(" workspaceId 123456789012345 from host metadata");
    expect(lines).toContain(" oauth-m2m chosen it is in use");
    expect(out).not.toContain(clientSecret);
  });

  it("tells why nobody does", async () => {
    const { exitCode, out } = await cli(`auth describe --host ${doubles.databricks.url}`);
    expect(exitCode).toBe(1);
    expect(out).toMatch(/^Not signed in: cannot configure default credentials; .* fits\.\n/);
    expect(out).toMatch(/ {2}pat +skipped +token \(DATABRICKS_TOKEN\) is not set\n/);
  });

  it("tells it as data", async () => {
    const { out } = await cli(`auth describe --json --host ${doubles.databricks.url}`, {
      DATABRICKS_TOKEN: "dapi1",
    });
    const told = JSON.parse(out) as { readonly chosen: string; readonly values: readonly object[] };
    expect(told.chosen).toBe("pat");
    expect(told.values).toContainEqual({
      attribute: "token",
      value: "***",
      origin: "environment variable DATABRICKS_TOKEN",
    });
  });

  it("fails for a configuration that can't be read", async () => {
    const { exitCode, error } = await cli("auth describe --profile none");
    expect([exitCode, error]).toEqual([
      1,
      expect.stringContaining("databricks-sdk-ts: cannot use profile none: there is no file"),
    ]);
  });
});

describe("auth token", () => {
  it("prints the token as the Databricks CLI does", async () => {
    const env = {
      DATABRICKS_HOST: doubles.databricks.url,
      DATABRICKS_CLIENT_ID: clientId,
      DATABRICKS_CLIENT_SECRET: clientSecret,
    };
    const { exitCode, out } = await cli("auth token", env);
    expect(exitCode).toBe(0);
    expect(JSON.parse(out)).toEqual({
      access_token: expect.stringMatching(/^ey/) as string,
      token_type: "Bearer",
      expiry: expect.stringMatching(/^\d{4}-.*Z$/) as string,
    });
  });

  it("has none for personal access tokens", async () => {
    const env = { DATABRICKS_HOST: doubles.databricks.url, DATABRICKS_TOKEN: "dapi1" };
    const { exitCode, out, error } = await cli("auth token", env);
    expect([exitCode, out]).toEqual([1, ""]);
    expect(error).toContain("OAuth tokens are not available for pat authentication");
  });

  it("opens no browser", async () => {
    const line = `auth token --auth-type external-browser --host ${doubles.databricks.url}`;
    expect((await cli(line)).error).toBe(
      `databricks-sdk-ts: nobody is signed in to ${doubles.databricks.url}: ` +
        `run \`npx databricks-sdk-ts auth login --host ${doubles.databricks.url}\`\n`,
    );
  });
});

describe("auth profiles", () => {
  const file = (): string => `[__settings__]
default_profile = good
[good]
host = ${doubles.databricks.url}
token = dapi1
[stale]
host = ${doubles.databricks.url}
token = dapi2
[nothing]
host = ${doubles.databricks.url}
[person]
host = ${doubles.databricks.url}
auth_type = external-browser
[mistyped]
host = ${doubles.databricks.url}
token = two words
`;

  it("lists them and tries each, whatever the environment says", async () => {
    profileFile(file());
    const { exitCode, out } = await cli("auth profiles", {
      DATABRICKS_TOKEN: "dapi1",
      DATABRICKS_HOST: "https://elsewhere",
    });
    expect(exitCode).toBe(0);
    const { url } = doubles.databricks;
    const lines = out
      .trim()
      .split("\n")
      .map((line) => line.replaceAll(/ +/g, " "));
    expect(lines).toEqual([
      "NAME HOST METHOD VALID",
      `good ${url} pat yes`,
      `stale ${url} pat no: no such token (GET /api/2.0/preview/scim/v2/Me: 401 UNAUTHENTICATED)`,
      `nothing ${url} no: cannot configure default credentials; of the known methods none fits`,
      `person ${url} external-browser no: nobody is signed in to ${url}: run \`npx databricks-sdk-ts auth login --profile person\``,
      expect.stringContaining("no: pat: token holds white space") as string,
    ]);
  });

  it("lists them only, as data", async () => {
    profileFile(file());
    const { out } = await cli("auth profiles --skip-check --json");
    const { profiles } = JSON.parse(out) as { readonly profiles: readonly { name: string }[] };
    expect(profiles.map(({ name }) => name)).toEqual([
      "good",
      "stale",
      "nothing",
      "person",
      "mistyped",
    ]);
    expect(profiles[0]).not.toHaveProperty("valid");
  });

  it("says that there are none", async () => {
    expect((await cli("auth profiles")).out).toBe("There are no profiles in ~/.databrickscfg.\n");
    profileFile("no ini");
    expect((await cli("auth profiles")).error).toContain("cannot read ~/.databrickscfg");
  });
});

describe("auth login", () => {
  const cache = (): Record<string, { readonly access_token: string }> => {
    const text = readFileSync(join(home, ".databricks/token-cache.json"), "utf8");
    return (JSON.parse(text) as { tokens: ReturnType<typeof cache> }).tokens;
  };

  it("signs in, keeps the token where the Databricks CLI does, and adds the profile", async () => {
    profileFile("# mine\n[other]\nhost = https://other");
    const { url } = doubles.databricks;
    const { exitCode, out, error } = await cli(`auth login --host ${url} --profile new`);
    expect([exitCode, error]).toEqual([0, ""]);
    expect(out).toContain(`Signed in to ${url}, with a token until `);
    expect(out).toContain("Profile new was added to ~/.databrickscfg");
    expect(Object.keys(cache())).toEqual(["new", url]);
    expect(readFileSync(join(home, ".databrickscfg"), "utf8")).toBe(
      `# mine\n[other]\nhost = https://other\n[new]\nhost = ${url}\nauth_type = external-browser\n`,
    );
    expect((await cli("auth token --profile new")).out).toContain(cache()["new"]?.access_token);
    expect((await cli("auth profiles")).out).toMatch(/new +http\S+ +external-browser +yes/);
  });

  it("signs in anew whatever was kept, and leaves a known profile alone", async () => {
    const { url } = doubles.databricks;
    const text = `[mine]\nhost = ${url}\n`;
    profileFile(text);
    await cli("auth login --profile mine");
    const first = cache()["mine"]?.access_token;
    const before = doubles.databricks.received.length;
    const { out } = await cli("auth login --profile mine");
    expect(out).toContain('authType "external-browser"');
    const asked = doubles.databricks.received.slice(before).map(({ form }) => form["grant_type"]);
    expect(asked).toContain("authorization_code");
    expect(cache()["mine"]?.access_token).not.toBe(first);
    expect(readFileSync(join(home, ".databrickscfg"), "utf8")).toBe(text);
  });

  it("makes the configuration file for its owner alone", async () => {
    await cli(`auth login --host ${doubles.databricks.url} --profile first`);
    expect(statSync(join(home, ".databrickscfg")).mode & 0o777).toBe(0o600);
  });

  it.each([
    ["auth login", "the host is missing: give --host"],
    ["auth login --profile new", "there is no profile new yet: give --host for a new one"],
    ["auth login --host http://127.0.0.1:1 --profile a]b", "can't be the name of a profile"],
  ])("%s is not enough", async (line, message) => {
    const { exitCode, error } = await cli(line);
    expect([exitCode, error]).toEqual([1, expect.stringContaining(message)]);
  });

  it("writes nothing when nobody signs in", async () => {
    const { url } = doubles.databricks;
    const { exitCode, error } = await run(
      ["auth", "login", "--host", url, "--profile", "p", "--timeout", "0.05"],
      { env: { HOME: home }, tell: () => {}, transport, openBrowser: () => {} },
    );
    expect([exitCode, error]).toEqual([1, expect.stringContaining("within 0.05 s")]);
    expect(() => statSync(join(home, ".databrickscfg"))).toThrow("ENOENT");
  });
});
