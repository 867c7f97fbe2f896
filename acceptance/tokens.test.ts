import {
  type LocalWorkspace,
  type LocalWorkspaceOptions,
  startLocalWorkspace,
} from "databricks-local";
import {
  AccountClient,
  type ClientOptions,
  type Clock,
  Consent,
  externalBrowser,
  OAuthClient,
  SessionCredentials,
  type SessionData,
  Unauthenticated,
  WorkspaceClient,
} from "databricks-sdk-ts";
import { describe, expect, it } from "vitest";
import { failure } from "./support/lab.js";

const minute = 60_000;
const hour = 60 * minute;
const redirectUrl = "http://localhost:3000/callback";

/** A workspace whose time stands still until it is told otherwise, and clients that share it. */
class Office implements AsyncDisposable {
  readonly local: LocalWorkspace;
  readonly clock: Clock;
  readonly #clients: (AccountClient | WorkspaceClient)[] = [];

  private constructor(local: LocalWorkspace) {
    this.local = local;
    this.clock = { now: () => local.clock.now(), sleep: () => new Promise(() => undefined) };
  }

  static async open(options: LocalWorkspaceOptions = {}): Promise<Office> {
    const usual = { clock: "manual", autoApprove: true } as const;
    return new Office(await startLocalWorkspace({ ...usual, ...options }));
  }

  client(options: ClientOptions): WorkspaceClient {
    const client = new WorkspaceClient({ ...this.#common(), ...options });
    this.#clients.push(client);
    return client;
  }

  account(): AccountClient {
    const { accountId, token } = this.local;
    const client = new AccountClient({ ...this.#common(), accountId, token });
    this.#clients.push(client);
    return client;
  }

  /** A service principal with a secret. */
  async principal(): Promise<{ readonly clientId: string; readonly clientSecret: string }> {
    const { id = "", applicationId = "" } = await this.client({
      token: this.local.token,
    }).servicePrincipals.create({ displayName: "robot" });
    const { secret = "" } = await this.account().servicePrincipalSecrets.create({
      service_principal_id: id,
    });
    return { clientId: applicationId, clientSecret: secret };
  }

  /** An application that signs users in. */
  async application(): Promise<OAuthClient> {
    const { client_id = "", client_secret = "" } = await this.account().customAppIntegration.create(
      {
        name: "web",
        redirect_urls: [redirectUrl],
        confidential: true,
        scopes: ["all-apis", "offline_access"],
      },
    );
    const { host } = this.local;
    return new OAuthClient({
      host,
      clientId: client_id,
      clientSecret: client_secret,
      redirectUrl,
      clock: this.clock,
    });
  }

  /** How often tokens were asked for since the last time that this was asked. */
  tokenRequests(): number {
    const before = this.#seen;
    this.#seen = this.local.journal.last;
    const entries = this.local.journal.entries(before);
    return entries.filter(({ path }) => path === "/oidc/v1/token").length;
  }

  #seen = 0;

  async [Symbol.asyncDispose](): Promise<void> {
    for (const client of this.#clients) await client.close();
    await this.local.close();
  }

  #common(): ClientOptions {
    return { env: {}, host: this.local.host, clock: this.clock, retry: false };
  }
}

/** Where a browser that says yes is sent back to. */
async function agree(authorizationUrl: string): Promise<string> {
  const response = await fetch(authorizationUrl, { redirect: "manual" });
  return response.headers.get("location") ?? "";
}

async function signIn(app: OAuthClient, onRefresh?: (data: SessionData) => void) {
  const consent = await app.initiateConsent();
  return consent.exchange(await agree(consent.authorizationUrl), { onRefresh });
}

const me = async (w: WorkspaceClient): Promise<string | undefined> =>
  (await w.currentUser.me()).userName;

describe("a program that runs for a day on tokens of an hour", () => {
  it("never fails, and asks for no more tokens than it needs", { timeout: 60_000 }, async () => {
    await using office = await Office.open();
    const { clientId, clientSecret } = await office.principal();
    const w = office.client({ clientId, clientSecret });
    office.tokenRequests();
    for (let passed = 0; passed < 24 * hour; passed += 10 * minute) {
      expect(await me(w)).toBe(clientId);
      office.local.clock.advance(10 * minute);
    }
    const requests = office.tokenRequests();
    expect(requests).toBeGreaterThanOrEqual(24);
    expect(requests).toBeLessThanOrEqual(40);
  });
});

describe("a program on tokens of three seconds", () => {
  it("never fails, whenever it calls", { timeout: 60_000 }, async () => {
    await using office = await Office.open({ accessTokenSeconds: 3 });
    const { clientId, clientSecret } = await office.principal();
    const w = office.client({ clientId, clientSecret });
    office.tokenRequests();
    for (let n = 0; n < 60; n += 1) {
      const names = await Promise.all([me(w), me(w), me(w)]);
      expect(new Set(names)).toEqual(new Set([clientId]));
      office.local.clock.advance((n * 170) % 1_100);
    }
    expect(office.tokenRequests()).toBeGreaterThan(10);
  });
});

describe("a token endpoint that is down while the token is good", () => {
  it("is no caller's business", async () => {
    await using office = await Office.open();
    const { clientId, clientSecret } = await office.principal();
    const w = office.client({ clientId, clientSecret });
    await me(w);
    office.local.faults.add({ match: "POST /oidc/v1/token", status: 400, html: "<h1>Down</h1>" });
    for (let passed = 0; passed < 59; passed += 1) {
      expect(await me(w)).toBe(clientId);
      office.local.clock.advance(minute);
    }
    office.local.clock.advance(minute);
    expect(await failure(me(w))).toMatchObject({
      name: "OAuthError",
      message: expect.stringMatching(/oidc\/v1\/token.*check the host/) as string,
    });
    office.local.faults.clear();
    expect(await me(w)).toBe(clientId);
  });
});

describe("64 calls at the moment that a token ends", () => {
  it.each([59, 60, 120])("need one token and all succeed, after %i minutes", async (minutes) => {
    await using office = await Office.open();
    const { clientId, clientSecret } = await office.principal();
    const w = office.client({ clientId, clientSecret, disableAsyncTokenRefresh: true });
    await me(w);
    office.tokenRequests();
    office.local.clock.advance(minutes * minute + 30_000);
    const names = await Promise.all(Array.from({ length: 64 }, () => me(w)));
    expect(new Set(names)).toEqual(new Set([clientId]));
    expect(office.tokenRequests()).toBe(1);
  });

  it("need one token, too, when this machine's clock is behind and the service says no", async () => {
    await using office = await Office.open();
    const { clientId, clientSecret } = await office.principal();
    let lag = 0;
    const clock: Clock = { ...office.clock, now: () => office.clock.now() - lag };
    const w = office.client({ clientId, clientSecret, clock });
    await me(w);
    office.tokenRequests();
    office.local.clock.advance(2 * hour);
    lag = 2 * hour;
    const names = await Promise.all(Array.from({ length: 64 }, () => me(w)));
    expect(new Set(names)).toEqual(new Set([clientId]));
    expect(office.tokenRequests()).toBe(1);
  });
});

describe("a token that the service refuses", () => {
  it("is given up after one other was refused, too", async () => {
    await using office = await Office.open();
    const { clientId, clientSecret } = await office.principal();
    const w = office.client({ clientId, clientSecret });
    await me(w);
    office.tokenRequests();
    office.local.faults.add({ match: "iam.CurrentUserAPI.me", status: 401 });
    expect(await failure(me(w))).toBeInstanceOf(Unauthenticated);
    expect(office.tokenRequests()).toBe(1);
  });
});

describe("a user's session", () => {
  it("is refreshed for days, each refresh token good for one time", async () => {
    await using office = await Office.open();
    await using app = await office.application();
    const stored: SessionData[] = [];
    const session = await signIn(app, (data) => stored.push(data));
    const w = office.client({ credentials: session });
    for (let day = 0; day < 3; day += 1) {
      expect(await me(w)).toBe(office.local.userName);
      office.local.clock.advance(24 * hour);
    }
    expect(stored).toHaveLength(2);
    expect(new Set(stored.map(({ refreshToken }) => refreshToken)).size).toBe(2);
    const old = SessionCredentials.fromJSON(stored[0] as SessionData, app);
    expect(await failure(old.token())).toMatchObject({ error: "invalid_grant" });
  });

  it("moves from one process to the next as text", async () => {
    await using office = await Office.open();
    await using app = await office.application();
    const consent = await app.initiateConsent();
    const kept = JSON.stringify(consent);
    const back = await agree(consent.authorizationUrl);
    const session = await Consent.fromJSON(JSON.parse(kept), app).exchange(back);
    const next = SessionCredentials.fromJSON(JSON.parse(JSON.stringify(session)), app);
    office.local.clock.advance(2 * hour);
    expect(await me(office.client({ credentials: next }))).toBe(office.local.userName);
  });

  it("ends for both when a code is used twice: one of them is not its owner", async () => {
    await using office = await Office.open();
    await using app = await office.application();
    const consent = await app.initiateConsent();
    const back = await agree(consent.authorizationUrl);
    const session = await consent.exchange(back);
    expect(await failure(consent.exchange(back))).toMatchObject({ error: "invalid_grant" });
    const w = office.client({ credentials: session });
    expect(await failure(me(w))).toMatchObject({ name: "OAuthError", error: "invalid_grant" });
  });

  it("does not begin with a state of somebody else's, or with a refusal", async () => {
    await using office = await Office.open();
    await using app = await office.application();
    const [one, other] = [await app.initiateConsent(), await app.initiateConsent()];
    const back = await agree(one.authorizationUrl);
    expect(await failure(other.exchange(back))).toMatchObject({ error: "state_mismatch" });
    const unknown = one.authorizationUrl.replace("all-apis", "no-such-scope");
    expect(await failure(one.exchange(await agree(unknown)))).toMatchObject({
      error: "invalid_scope",
    });
  });
});

describe("a login with the browser of this machine", () => {
  it("signs in as the user who agreed, and stays so for a day", async () => {
    await using office = await Office.open();
    let opened = 0;
    const credentials = externalBrowser({
      tokenCache: false,
      async openBrowser(url) {
        opened += 1;
        const page = await fetch(url);
        expect(await page.text()).toContain("You are signed in");
      },
    });
    const w = office.client({ credentials });
    for (let passed = 0; passed < 24; passed += 4) {
      expect(await me(w)).toBe(office.local.userName);
      office.local.clock.advance(4 * hour);
    }
    expect(opened).toBe(1);
  });
});
