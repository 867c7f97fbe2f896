import { describe, expect, it } from "vitest";
import {
  ADA,
  BOB,
  claimsOf,
  CLI,
  DROID,
  failure,
  oauthWorld,
  params,
  PAT,
  ROBOT,
  type OAuthWorld,
} from "./testing/oauth-world.js";

const DENIED = "invalid_client: Client authentication failed";
const m2m = { grant_type: "client_credentials" };

function secretOf(world: OAuthWorld, request = {}) {
  const { secret } = world.engine.secrets.create(ROBOT.id, request);
  return { clientId: ROBOT.userName, clientSecret: secret };
}

describe("a service principal's secret", () => {
  it("gives a token, by header or by body", async () => {
    const world = oauthWorld();
    const basic = secretOf(world);
    const byHeader = await world.token(m2m, basic);
    const { clientId: client_id, clientSecret: client_secret } = basic;
    const byBody = await world.token({ ...m2m, client_id, client_secret });
    for (const answer of [byHeader, byBody]) {
      expect(Object.keys(answer)).toEqual(["access_token", "token_type", "expires_in", "scope"]);
      expect(claimsOf(answer.access_token)).toMatchObject({
        sub: ROBOT.userName,
        client_id: ROBOT.userName,
        scope: "all-apis",
      });
      expect(world.engine.authenticate(answer.access_token, "jobs.JobsAPI.list")).toEqual(ROBOT);
    }
  });

  it("is denied when anything of it is wrong, in the same words", async () => {
    const world = oauthWorld();
    const basic = secretOf(world);
    const tries = [
      { ...basic, clientSecret: "dose" },
      { ...basic, clientSecret: "" },
      { ...basic, clientId: DROID.userName },
      { ...basic, clientId: "nobody" },
      undefined,
    ];
    for (const shown of tries) expect(await failure(() => world.token(m2m, shown))).toBe(DENIED);
    world.away.add(ROBOT.id);
    expect(await failure(() => world.token(m2m, basic))).toBe(DENIED);
  });

  it("ends by the clock, and when it is deleted", async () => {
    const world = oauthWorld();
    const short = secretOf(world, { lifetime: "60s" });
    const long = secretOf(world);
    world.clock.advance(60_000);
    expect(await failure(() => world.token(m2m, short))).toBe(DENIED);
    await world.token(m2m, long);
    for (const { id } of world.engine.secrets.list(ROBOT.id).items) {
      world.engine.secrets.delete(ROBOT.id, id);
    }
    expect(await failure(() => world.token(m2m, long))).toBe(DENIED);
  });

  it("opens its own scopes and no others", async () => {
    const world = oauthWorld();
    const basic = secretOf(world, { scopes: ["sql", "jobs"] });
    expect((await world.token(m2m, basic)).scope).toBe("sql jobs");
    expect((await world.token({ ...m2m, scope: "jobs" }, basic)).scope).toBe("jobs");
    expect(await failure(() => world.token({ ...m2m, scope: "all-apis" }, basic))).toBe(
      "invalid_scope: Scope 'all-apis' is not granted to this client",
    );
    const all = secretOf(world);
    expect((await world.token({ ...m2m, scope: "files" }, all)).scope).toBe("files");
  });

  it("is not what applications have", async () => {
    const { token } = oauthWorld();
    const text = await failure(() => token({ ...m2m, client_id: CLI }));
    expect(text).toMatch(/^unauthorized_client/);
  });
});

describe("the token endpoint", () => {
  it.each([
    [{}, "invalid_request: grant_type is missing"],
    [{ grant_type: "password" }, "unsupported_grant_type: grant_type 'password' is not known"],
    [{ grant_type: "__proto__" }, "unsupported_grant_type: "],
  ])("refuses %j", async (form, text) => {
    expect(await failure(() => oauthWorld().token(form))).toContain(text);
  });
});

describe("the exchange of a personal access token", () => {
  const form = {
    grant_type: "urn:ietf:params:oauth:grant-type:token-exchange",
    subject_token_type: "urn:databricks:params:oauth:token-type:personal-access-token",
    subject_token: PAT,
  };

  it("gives a token of its owner", async () => {
    const { engine, token } = oauthWorld();
    const { access_token, scope } = await token({ ...form, scope: "sql" });
    expect(scope).toBe("sql");
    expect(engine.authenticate(access_token, undefined)).toEqual(BOB);
  });

  it.each([
    [{ subject_token: "dapi" }, "invalid_request: subject_token is not a valid personal access"],
    [{ subject_token: "" }, "invalid_request: subject_token is missing"],
    [{ subject_token_type: "urn:x" }, "invalid_request: subject_token_type 'urn:x' is not known"],
  ])("refuses %j", async (change, text) => {
    expect(await failure(() => oauthWorld().token({ ...form, ...change }))).toContain(text);
  });
});

describe("a token for the data plane", () => {
  const details = [{ type: "workspace_permission", object_type: "serving-endpoints", actions: [] }];
  const form = (assertion: string) => ({
    grant_type: "urn:ietf:params:oauth:grant-type:jwt-bearer",
    assertion,
    authorization_details: JSON.stringify(details),
  });

  it("says what it is for, and opens nothing else", async () => {
    const { engine, token, signIn } = oauthWorld();
    const { access_token: assertion } = await signIn();
    const { access_token } = await token(form(assertion));
    expect(claimsOf(access_token)).toMatchObject({
      sub: ADA.userName,
      authorization_details: details,
    });
    expect(engine.authenticate(access_token, "serving.ServingEndpointsAPI.query")).toEqual(ADA);
    expect(await failure(() => engine.authenticate(access_token, "jobs.JobsAPI.list"))).toBe(
      "PERMISSION_DENIED: Provided OAuth token does not have required scopes: jobs",
    );
  });

  it("ends with the session that it came from", async () => {
    const { engine, token, signIn } = oauthWorld();
    const { access_token: assertion, refresh_token = "" } = await signIn();
    const { access_token } = await token(form(assertion));
    engine.revoke({ parameters: params({ client_id: CLI, token: refresh_token }) });
    expect(await failure(() => engine.authenticate(access_token, undefined))).toMatch(
      /^UNAUTHENTICATED/,
    );
  });

  it("is not had without a good token and readable details", async () => {
    const { token, signIn } = oauthWorld();
    const { access_token } = await signIn();
    const narrowed = await token(form(access_token));
    expect(await failure(() => token(form(narrowed.access_token)))).toContain(
      "assertion is a token of the data plane already",
    );
    const missing = { ...form(access_token), authorization_details: "" };
    expect(await failure(() => token(missing))).toContain("authorization_details is missing");
    const unreadable = { ...form(access_token), authorization_details: "{}" };
    expect(await failure(() => token(unreadable))).toContain("must be a JSON list");
    expect(await failure(() => token(form("x.y.z")))).toContain("assertion is not a valid");
    const wide = { ...form(access_token), scope: "sql" };
    expect((await token(wide)).scope).toBe("sql");
  });
});
