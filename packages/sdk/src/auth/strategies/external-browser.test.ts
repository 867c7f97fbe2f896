import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { FakeAuthorizationServer, host } from "../apps/testing/fake-authorization-server.js";
import type { AuthAttributes } from "../attributes.js";
import type { StrategyInput } from "../strategy.js";
import { diskTokenStore, tokenCachePath } from "../tokens/index.js";
import { externalBrowser } from "./external-browser.js";

const hour = 3_600_000;
let home: string;
let server: FakeAuthorizationServer;
let opened: URL[];
let lines: string[];

beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), "databricks-sdk-ts-home-"));
  server = new FakeAuthorizationServer();
  opened = [];
  lines = [];
});

afterEach(() => rmSync(home, { recursive: true, force: true }));

/** A user who says yes. */
function openBrowser(url: string): void {
  opened.push(new URL(url));
  const back = server.consent(url);
  void fetch(back.href.replace("localhost", "127.0.0.1")).then((page) => page.text());
}

function inputOf(config: AuthAttributes = {}): StrategyInput {
  const note = (line: string): void => void lines.push(line);
  const logger = { debug: note, info: note, warn: note, error: note };
  const { transport, clock } = server;
  return {
    config: { host, authType: "external-browser", ...config },
    context: { transport, clock, logger },
    env: { HOME: home },
  };
}

const configure = (config?: AuthAttributes) => externalBrowser(inputOf(config), { openBrowser });

function cache(): Record<string, { readonly access_token: string }> {
  const text = readFileSync(tokenCachePath({ HOME: home }) ?? "", "utf8");
  return (JSON.parse(text) as { tokens: Record<string, { access_token: string }> }).tokens;
}

describe("external-browser", () => {
  it("opens nothing before the first call, and then signs its user in as the CLI does", async () => {
    const credentials = await configure({ profile: "dev" });
    expect(opened).toEqual([]);
    expect(await credentials.headers()).toEqual({ authorization: "Bearer access-1" });
    expect(opened).toHaveLength(1);
    const asked = Object.fromEntries(opened[0]?.searchParams ?? []);
    expect(asked).toMatchObject({
      client_id: "databricks-cli",
      scope: "all-apis offline_access",
      redirect_uri: expect.stringMatching(/^http:\/\/localhost:80[2-4]\d$/) as string,
    });
    expect(Object.keys(cache())).toEqual(["dev", host]);
  });

  it("needs no browser while another program's login is good", async () => {
    await (await configure()).headers();
    expect(await (await configure()).headers()).toEqual({ authorization: "Bearer access-1" });
    expect(opened).toHaveLength(1);
  });

  it("needs no browser while the login can be refreshed", async () => {
    const credentials = await configure();
    await credentials.headers();
    server.clock.advance(hour);
    expect(await credentials.headers()).toEqual({ authorization: "Bearer access-2" });
    server.clock.advance(hour);
    expect(await (await configure()).headers()).toEqual({ authorization: "Bearer access-3" });
    expect(opened).toHaveLength(1);
    expect(cache()[host]).toMatchObject({ access_token: "access-3", refresh_token: "refresh-3" });
  });

  it("takes the token that another program has refreshed in the meantime", async () => {
    const [one, other] = [await configure(), await configure()];
    await one.headers();
    await other.headers();
    server.clock.advance(hour);
    expect(await one.headers()).toEqual({ authorization: "Bearer access-2" });
    expect(await other.headers()).toEqual({ authorization: "Bearer access-2" });
    expect(server.forms).toHaveLength(2);
  });

  it("signs in anew when the login has ended", async () => {
    const credentials = await configure();
    await credentials.headers();
    server.refreshToken = "another";
    server.clock.advance(hour);
    expect(await credentials.headers()).toEqual({ authorization: "Bearer access-2" });
    expect(opened).toHaveLength(2);
    expect(lines.join()).toMatch(/signing in anew/);
  });

  it("opens no browser for a refresh in the background", async () => {
    const credentials = await configure();
    await credentials.headers();
    server.refreshToken = "another";
    server.clock.advance(hour * 0.8);
    expect(await credentials.headers()).toEqual({ authorization: "Bearer access-1" });
    await expect.poll(() => lines.join()).toMatch(/the token was not refreshed/);
    expect(opened).toHaveLength(1);
  });

  it("gets another token when one is refused", async () => {
    const credentials = await configure();
    const refused = await credentials.headers();
    expect(await credentials.refresh?.(refused)).toEqual({ authorization: "Bearer access-2" });
    expect(opened).toHaveLength(1);
  });

  it.each([
    [{ clientId: "mine", clientSecret: "s" }, { client_id: "mine" }],
    [{ scopes: ["sql"] }, { client_id: "databricks-cli", scope: "sql offline_access" }],
  ])("with %j keeps its login apart from the CLI's", async (config, asked) => {
    await (await configure()).headers();
    await (await configure({ profile: "dev", ...config })).headers();
    expect(opened).toHaveLength(2);
    expect(Object.fromEntries(opened[1]?.searchParams ?? [])).toMatchObject(asked);
    expect(Object.keys(cache())).toEqual([
      host,
      expect.stringMatching(/^dev#client_id=|^dev#clientId=/),
      expect.stringMatching(/^https:\/\/w\.example\.com#/),
    ]);
    expect(cache()[host]).toMatchObject({ access_token: "access-1" });
  });

  it("keeps the login to an account under the account", async () => {
    await (await configure({ host: "https://accounts.example.com", accountId: "a-1" })).headers();
    expect(Object.keys(cache())).toEqual(["https://accounts.example.com/oidc/accounts/a-1"]);
  });

  it("keeps nothing when it is told so", async () => {
    const input = inputOf({ disableOauthRefreshToken: true });
    const credentials = await externalBrowser(input, { openBrowser, tokenCache: false });
    await credentials.headers();
    expect(() => cache()).toThrow(/ENOENT/);
    expect(opened[0]?.searchParams.get("scope")).toBe("all-apis");
  });

  it("starts over when the cache is broken", async () => {
    await (await configure()).headers();
    const path = tokenCachePath({ HOME: home }) ?? "";
    const { clock } = server;
    const { writeFileSync } = await import("node:fs");
    writeFileSync(path, "}");
    expect(await (await configure()).headers()).toEqual({ authorization: "Bearer access-2" });
    expect(lines.join()).toMatch(/is broken and counts as empty/);
    expect(await diskTokenStore({ path, clock })?.load(host)).toMatchObject({
      accessToken: "access-2",
    });
  });

  it("fails as its user says, and asks again the next time", async () => {
    const no = (url: string): void => {
      const asked = new URL(url).searchParams;
      const back = new URL(asked.get("redirect_uri")?.replace("localhost", "127.0.0.1") ?? "");
      back.search = `?error=access_denied&state=${asked.get("state")}`;
      void fetch(back).then((page) => page.text());
    };
    const credentials = await externalBrowser(inputOf(), { openBrowser: no });
    await expect(credentials.headers()).rejects.toMatchObject({ error: "access_denied" });
    await expect(credentials.headers()).rejects.toMatchObject({ error: "access_denied" });
  });

  it("stops at once when its caller's signal aborts", async () => {
    const abort = new AbortController();
    const credentials = await externalBrowser(inputOf(), {
      openBrowser: () => abort.abort(new Error("enough")),
    });
    await expect(credentials.headers(abort.signal)).rejects.toThrow("enough");
  });
});
