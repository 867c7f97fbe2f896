import { createHmac, generateKeyPairSync } from "node:crypto";
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { manualClock } from "../../clock/index.js";
import { memoryStore } from "../../state/index.js";
import { signJwt } from "./jwt.js";
import {
  ADA,
  claimsOf,
  CLI,
  failure,
  oauthWorld,
  params,
  ROBOT,
  type OAuthWorld,
} from "./testing/oauth-world.js";

const gone = (world: OAuthWorld, token: string) =>
  failure(() => world.engine.authenticate(token, undefined)).then((text) =>
    text.startsWith("UNAUTHENTICATED: The access token is not valid"),
  );

describe("an access token", () => {
  it.each([1, 60, 3600])("of %s s ends by the clock", async (accessTokenSeconds) => {
    const world = oauthWorld({ accessTokenSeconds });
    const { access_token, expires_in } = await world.signIn();
    expect(expires_in).toBe(accessTokenSeconds);
    world.clock.advance(accessTokenSeconds * 1000 - 1);
    expect(world.engine.authenticate(access_token, undefined)).toEqual(ADA);
    world.clock.advance(1);
    expect(await gone(world, access_token)).toBe(true);
  });

  it("never ends before it said it would, whenever it was made", async () => {
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 0, max: 999 }), async (milliseconds) => {
        const clock = manualClock(Date.UTC(2026, 0, 1) + milliseconds);
        const world = oauthWorld({ clock, accessTokenSeconds: 1 });
        const { access_token } = await world.signIn();
        clock.advance(999);
        expect(world.engine.authenticate(access_token, undefined)).toEqual(ADA);
        clock.advance(1001);
        expect(await gone(world, access_token)).toBe(true);
      }),
      { numRuns: 20 },
    );
  });

  it("is nobody's once its bearer is gone", async () => {
    const world = oauthWorld();
    const { access_token } = await world.signIn();
    world.away.add(ADA.id);
    expect(await gone(world, access_token)).toBe(true);
  });

  it("is not what somebody else signed, or nobody", async () => {
    const world = oauthWorld();
    const { access_token } = await world.signIn();
    const claims = claimsOf(access_token);
    const [header = "", payload = "", signature = ""] = access_token.split(".");
    const { privateKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
    const none = Buffer.from(JSON.stringify({ alg: "none", typ: "at+jwt" })).toString("base64url");
    const hmac = Buffer.from(JSON.stringify({ alg: "HS256", typ: "at+jwt" })).toString("base64url");
    const { keys } = await world.engine.jwks();
    const mac = createHmac("sha256", JSON.stringify(keys[0])).update(`${hmac}.${payload}`);
    const wider = Buffer.from(JSON.stringify({ ...claims, sub: ROBOT.userName }));
    const forged = [
      signJwt({ typ: "at+jwt", kid: "k" }, claims, privateKey),
      `${none}.${payload}.`,
      `${hmac}.${payload}.${mac.digest("base64url")}`,
      `${header}.${wider.toString("base64url")}.${signature}`,
      `${header}.${payload}.`,
    ];
    for (const token of forged) expect(await gone(world, token)).toBe(true);
  });

  it("is not an ID token", async () => {
    const world = oauthWorld();
    const { id_token = "" } = await world.signIn("openid");
    expect(await gone(world, id_token)).toBe(true);
  });

  it("is known by its looks: anything else is not ours to judge", async () => {
    const { engine } = oauthWorld();
    for (const token of ["dapi0123", "", "a.b.c", "a.b", "e30.W10.x"]) {
      expect(engine.authenticate(token, undefined)).toBeUndefined();
    }
    fc.assert(
      fc.property(fc.string(), (token) => {
        expect(engine.authenticate(token, undefined)).toBeUndefined();
      }),
    );
  });

  it("was never issued where there is no key yet", async () => {
    const { access_token } = await oauthWorld().signIn();
    const fresh = oauthWorld({ store: memoryStore() });
    expect(await gone(fresh, access_token)).toBe(true);
  });
});

describe("scopes", () => {
  it.each([
    ["all-apis", "jobs.JobsAPI.list", true],
    ["jobs", "jobs.JobsAPI.list", true],
    ["jobs", "compute.ClustersAPI.list", false],
    ["clusters", "compute.ClustersAPI.list", true],
    ["clusters sql", "jobs.JobsAPI.list", false],
    ["jobs offline_access", "iam.CurrentUserAPI.me", true],
    ["offline_access", "jobs.JobsAPI.list", false],
    ["sql", "settings.TokensAPI.create", false],
    ["authentication", "settings.TokensAPI.create", true],
  ])("%s opens %s: %s", async (scope, operation, opens) => {
    const { engine, signIn } = oauthWorld();
    const { access_token } = await signIn(scope);
    const text = await failure(() => engine.authenticate(access_token, operation));
    expect(text).toMatch(opens ? /^none$/ : /^PERMISSION_DENIED: .* required scopes: \S+$/);
  });
});

describe("revocation", () => {
  const revoke = ({ engine }: OAuthWorld, token: string, client_id = CLI): void => {
    engine.revoke({ parameters: params({ client_id, token }) });
  };

  it("of a refresh token ends the session", async () => {
    const world = oauthWorld();
    const { access_token, refresh_token = "" } = await world.signIn();
    revoke(world, refresh_token);
    expect(await gone(world, access_token)).toBe(true);
    revoke(world, refresh_token);
  });

  it("of an access token ends that one, and is forgotten when it would have ended", async () => {
    const world = oauthWorld({ accessTokenSeconds: 60 });
    const first = await world.signIn();
    const second = await world.signIn();
    revoke(world, first.access_token);
    expect(await gone(world, first.access_token)).toBe(true);
    expect(world.engine.authenticate(second.access_token, undefined)).toEqual(ADA);
    world.clock.advance(60_000);
    revoke(world, (await world.signIn()).access_token);
    expect(world.store.collection("oauth-revoked").size).toBe(1);
  });

  it("is not for other applications, nor for those that prove nothing", async () => {
    const world = oauthWorld();
    const { access_token } = await world.signIn();
    const { client_id } = world.engine.customApps.create(
      { name: "w", redirect_urls: ["https://w.example"], confidential: true },
      ADA,
    );
    expect(await failure(() => revoke(world, access_token, client_id))).toMatch(/^invalid_client/);
    world.engine.publishedApps.create({ app_id: "dbt-databricks" }, ADA);
    revoke(world, access_token, "dbt-databricks");
    expect(world.engine.authenticate(access_token, undefined)).toEqual(ADA);
  });
});

describe("the signing key", () => {
  it("is made once, however many ask for it, and kept", async () => {
    const store = memoryStore();
    const { engine, clock, signIn } = oauthWorld({ store });
    expect(store.collection("oauth-keys").size).toBe(0);
    const [first, second] = await Promise.all([engine.jwks(), signIn().then(() => engine.jwks())]);
    expect(first).toEqual(second);
    expect(store.collection("oauth-keys").size).toBe(1);
    expect(Object.keys(first.keys[0] ?? {}).sort()).toEqual(["alg", "e", "kid", "kty", "n", "use"]);
    expect(await oauthWorld({ store, clock }).engine.jwks()).toEqual(first);
  });

  it.each([0, -1, 1.5, Number.NaN])("lifetimes of %s are refused", (accessTokenSeconds) => {
    expect(() => oauthWorld({ accessTokenSeconds })).toThrow(/accessTokenSeconds is/);
  });
});
