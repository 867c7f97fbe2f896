import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { inspect } from "node:util";
import { beforeEach, describe, expect, it } from "vitest";
import { systemClock } from "../../internal/index.js";
import { RecordingTransport } from "../../oauth/testing/recording-transport.js";
import { Consent, OAuthClient, SessionCredentials, type SessionData } from "./index.js";
import { FakeAuthorizationServer, host } from "./testing/fake-authorization-server.js";

const redirectUrl = "https://app.example.com/callback";
let server: FakeAuthorizationServer;
let app: OAuthClient;

beforeEach(() => {
  server = new FakeAuthorizationServer();
  app = makeApp();
});

function makeApp(options: object = {}): OAuthClient {
  const { transport, clock } = server;
  return new OAuthClient({ host, clientId: "app", redirectUrl, transport, clock, ...options });
}

async function signIn(options: object = {}): Promise<SessionCredentials> {
  const consent = await app.initiateConsent();
  return consent.exchange(server.consent(consent.authorizationUrl), options);
}

describe("an OAuth client", () => {
  it("sends the user to the login page", async () => {
    const { authorizationUrl, state } = await makeApp({
      scopes: ["sql"],
      authorizationDetails: "[]",
    }).initiateConsent();
    const url = new URL(authorizationUrl);
    expect(url.origin + url.pathname).toBe(`${host}/oidc/v1/authorize`);
    expect(Object.fromEntries(url.searchParams)).toMatchObject({
      client_id: "app",
      redirect_uri: redirectUrl,
      scope: "sql offline_access",
      state,
      code_challenge_method: "S256",
      authorization_details: "[]",
    });
  });

  it("asks for its endpoints once, for all of its users", async () => {
    await signIn();
    await signIn();
    const asked = server.transport.sent.filter(({ url }) => url.includes(".well-known"));
    expect(asked).toHaveLength(1);
  });

  it.each([
    [{}, "all-apis offline_access"],
    [{ disableOauthRefreshToken: true }, "all-apis"],
    [{ scopes: ["offline_access", "sql"] }, "offline_access sql"],
  ])("asks with %j for %s", async (options, scopes) => {
    const { authorizationUrl } = await makeApp(options).initiateConsent();
    expect(new URL(authorizationUrl).searchParams.get("scope")).toBe(scopes);
  });

  it("signs in to an account", async () => {
    const accounts = "https://accounts.cloud.databricks.com";
    await makeApp({ host: accounts, accountId: "a-1" }).initiateConsent();
    expect(server.transport.sent[0]?.url).toMatch(`${accounts}/oidc/accounts/a-1/.well-known/`);
  });

  it("signs in with Entra", async () => {
    const location = "https://login.microsoftonline.com/t-1/oauth2/v2.0/authorize";
    const transport = new RecordingTransport(() => ({ status: 302, headers: { location } }));
    const azure = "adb-1.2.azuredatabricks.net";
    const entra = makeApp({ host: azure, entra: true, transport });
    expect(entra.host).toBe(`https://${azure}`);
    const { authorizationUrl } = await entra.initiateConsent();
    expect(authorizationUrl.startsWith(`${location}?`)).toBe(true);
    expect(new URL(authorizationUrl).searchParams.get("scope")).toBe(
      "2ff814a6-3304-4ab8-85cb-cd0e6f879c1d/user_impersonation offline_access",
    );
  });

  it.each([
    [{ host: "https://" }, /^host must be/],
    [{ redirectUrl: "/callback" }, /^redirectUrl must be/],
  ])("refuses %j", (options, message) => {
    expect(() => makeApp(options)).toThrow(message);
  });
});

describe("a consent", () => {
  it("is exchanged for the user's tokens, from the URL or its parts", async () => {
    const forms = [
      (url: URL) => url,
      (url: URL) => url.href,
      (url: URL) => url.pathname + url.search,
      (url: URL) => url.search.slice(1),
      (url: URL) => url.searchParams,
      (url: URL) => Object.fromEntries(url.searchParams),
    ];
    for (const form of forms) {
      const consent = await app.initiateConsent();
      const session = await consent.exchange(form(server.consent(consent.authorizationUrl)));
      expect(await session.token()).toMatchObject({ tokenType: "Bearer" });
    }
    expect(server.forms[0]).toMatchObject({ client_id: "app", redirect_uri: redirectUrl });
  });

  it("proves who the application is, if it has a secret", async () => {
    app = makeApp({ clientSecret: "s-1" });
    await signIn();
    expect(server.forms).toMatchObject([{ client_id: "app", client_secret: "s-1" }]);
  });

  it("outlives its process as plain data", async () => {
    const consent = await app.initiateConsent();
    const data = JSON.parse(JSON.stringify(consent)) as ReturnType<Consent["toJSON"]>;
    expect(Object.keys(data).sort()).toEqual(["authorizationUrl", "state", "verifier"]);
    const back = server.consent(consent.authorizationUrl);
    const session = await Consent.fromJSON(data, makeApp()).exchange(back);
    expect(await session.token()).toMatchObject({ accessToken: "access-1" });
  });

  it.each([
    ["another state", (url: URL) => url.searchParams.set("state", "x"), "state_mismatch"],
    ["no state", (url: URL) => url.searchParams.delete("state"), "state_mismatch"],
    [
      "two states",
      (url: URL) => url.searchParams.append("state", url.searchParams.get("state") ?? ""),
      "state_mismatch",
    ],
    ["no code", (url: URL) => url.searchParams.delete("code"), "invalid_response"],
    ["two codes", (url: URL) => url.searchParams.append("code", "x"), "invalid_response"],
    ["a code of somebody else", (url: URL) => url.searchParams.set("code", "x"), "invalid_grant"],
  ])("is refused with %s", async (_name, tamper, error) => {
    const consent = await app.initiateConsent();
    const back = server.consent(consent.authorizationUrl);
    tamper(back);
    await expect(consent.exchange(back)).rejects.toMatchObject({ name: "OAuthError", error });
  });

  it("is refused when its code comes a second time, or to another login", async () => {
    const consent = await app.initiateConsent();
    const back = server.consent(consent.authorizationUrl);
    await consent.exchange(back);
    await expect(consent.exchange(back)).rejects.toThrow(/used before or is too old/);
    const [one, other] = [await app.initiateConsent(), await app.initiateConsent()];
    const stolen = server.consent(one.authorizationUrl);
    stolen.searchParams.set("state", other.state);
    await expect(other.exchange(stolen)).rejects.toMatchObject({ error: "invalid_grant" });
  });

  it("tells when the user said no", async () => {
    const { state, ...consent } = (await app.initiateConsent()).toJSON();
    const back = { error: "access_denied", error_description: "User said no", state };
    await expect(Consent.fromJSON({ state, ...consent }, app).exchange(back)).rejects.toMatchObject(
      {
        error: "access_denied",
        message: `${host}/oidc/v1/authorize refused: access_denied: User said no (the user said no, or may not use this application)`,
      },
    );
  });

  it.each([{}, { authorizationUrl: "a", state: "s" }, null, "x"])("is not made of %j", (data) => {
    expect(() => Consent.fromJSON(data as never, app)).toThrow(/^consent\./);
  });

  it("is carried out as a whole on this machine", async () => {
    const free = createServer();
    await new Promise<void>((resolve) => free.listen(0, "127.0.0.1", resolve));
    const { port } = free.address() as AddressInfo;
    await new Promise((resolve) => free.close(resolve));
    app = makeApp({ redirectUrl: `http://127.0.0.1:${port}/back`, clock: systemClock });
    const heard: SessionData[] = [];
    const session = await (
      await app.initiateConsent()
    ).launchBrowser({
      openBrowser: (url) => void fetch(server.consent(url)).then((page) => page.text()),
      onRefresh: (data) => void heard.push(data),
    });
    expect(await session.token()).toMatchObject({ accessToken: "access-1" });
  });

  it("opens no browser for a redirect URL elsewhere", async () => {
    const consent = await app.initiateConsent();
    await expect(consent.launchBrowser()).rejects.toThrow(/only one on localhost/);
  });
});

describe("a session", () => {
  it("is refreshed when it is due, and its owner hears of it first", async () => {
    const heard: SessionData[] = [];
    const session = await signIn({ onRefresh: (data: SessionData) => void heard.push(data) });
    expect((await session.token()).accessToken).toBe("access-1");
    expect(heard).toEqual([]);
    server.clock.advance(3_600_000);
    const tokens = await Promise.all(Array.from({ length: 64 }, () => session.token()));
    expect(new Set(tokens.map(({ accessToken }) => accessToken))).toEqual(new Set(["access-2"]));
    expect(heard).toMatchObject([{ accessToken: "access-2", refreshToken: "refresh-2" }]);
    expect(session.toJSON()).toEqual(heard[0]);
    expect(server.forms.slice(1)).toEqual([
      { grant_type: "refresh_token", refresh_token: "refresh-1", client_id: "app" },
    ]);
  });

  it("outlives its process as plain data", async () => {
    const data = JSON.parse(JSON.stringify(await signIn())) as SessionData;
    const session = SessionCredentials.fromJSON(data, makeApp());
    expect((await session.token()).accessToken).toBe("access-1");
    server.clock.advance(3_600_000);
    expect((await session.token()).accessToken).toBe("access-2");
  });

  it("signs a client's requests, and gets another token when one is refused", async () => {
    const session = await signIn();
    const credentials = await session.configure();
    const headers = await credentials.headers();
    expect(headers).toEqual({ authorization: "Bearer access-1" });
    expect(await credentials.refresh?.(headers)).toEqual({ authorization: "Bearer access-2" });
    expect(session.name).toBe("oauth");
  });

  it("loses no token when it can't be stored: the next call stores it", async () => {
    const stored: string[] = [];
    let broken = true;
    const session = await signIn({
      async onRefresh({ accessToken }: SessionData) {
        if (broken) throw new Error("the database is down");
        stored.push(accessToken);
      },
    });
    server.clock.advance(3_600_000);
    await expect(session.token()).rejects.toThrow("the database is down");
    broken = false;
    expect((await session.token()).accessToken).toBe("access-2");
    expect(stored).toEqual(["access-2"]);
    expect(server.forms).toHaveLength(2);
  });

  it("ends when its refresh token is used by another, or when it has none", async () => {
    const session = await signIn();
    server.refreshToken = "refresh-of-another";
    server.clock.advance(3_600_000);
    await expect(session.token()).rejects.toMatchObject({ error: "invalid_grant" });
    const { refreshToken: _none, ...data } = (await signIn()).toJSON();
    const short = SessionCredentials.fromJSON(data, app);
    server.clock.advance(3_600_000);
    await expect(short.token()).rejects.toMatchObject({ error: "login_required" });
  });

  it.each([{}, { accessToken: "a" }, null, 7])("is not made of %j", (data) => {
    expect(() => SessionCredentials.fromJSON(data as never, app)).toThrow(/^session\./);
  });
});

describe("what is printed", () => {
  it("shows no secret", async () => {
    app = makeApp({ clientSecret: "s-ecret" });
    const consent = await app.initiateConsent();
    const { verifier } = consent.toJSON();
    const session = await consent.exchange(server.consent(consent.authorizationUrl));
    const shown = inspect([app, consent, session], { depth: 9, showHidden: true });
    for (const secret of ["s-ecret", verifier, "access-1", "refresh-1"]) {
      expect(shown).not.toContain(secret);
    }
    expect(JSON.stringify(app)).not.toContain("s-ecret");
  });
});
