import { describe, expect, it } from "vitest";
import {
  ADA,
  authorizeQuery,
  BOB,
  claimsOf,
  CLI,
  codeForm,
  failure,
  oauthWorld,
  refreshForm,
  REALM,
  VERIFIER,
} from "./testing/oauth-world.js";

const MINUTE = 60_000;

describe("a code", () => {
  it("is good for tokens of the user who allowed it", async () => {
    const { token, code, engine } = oauthWorld();
    const answer = await token(codeForm(code({}, BOB)));
    expect(answer).toEqual({
      access_token: expect.any(String) as string,
      token_type: "Bearer",
      expires_in: 3600,
      scope: "all-apis offline_access",
      refresh_token: expect.stringMatching(/^doau[0-9a-f]{96}$/) as string,
    });
    expect(claimsOf(answer.access_token)).toMatchObject({
      iss: REALM.issuer,
      aud: "42",
      sub: BOB.userName,
      client_id: CLI,
      scope: "all-apis offline_access",
      jti: expect.any(String) as string,
    });
    expect(engine.authenticate(answer.access_token, "jobs.JobsAPI.list")).toEqual(BOB);
  });

  it.each([
    [{ code: "other" }, "invalid_grant: The code is not valid"],
    [{ code: "" }, "invalid_request: code is missing"],
    [{ code_verifier: "" }, "invalid_request: code_verifier is missing"],
    [{ code_verifier: `${VERIFIER}x` }, "invalid_grant: code_verifier does not match"],
    [{ code_verifier: "v".repeat(42) }, "invalid_grant: code_verifier does not match"],
    [{ redirect_uri: "" }, "invalid_request: redirect_uri is missing"],
    [{ redirect_uri: "http://localhost:8021" }, "invalid_grant: redirect_uri is not the one"],
    [{ client_id: "nobody" }, "invalid_client: Client authentication failed"],
    [{ client_id: "" }, "invalid_client: Client authentication failed"],
  ])("is not taken with %j", async (change, text) => {
    const { token, code } = oauthWorld();
    expect(await failure(() => token({ ...codeForm(code()), ...change }))).toContain(text);
  });

  it("is not another application's", async () => {
    const { engine, token, code } = oauthWorld();
    const { client_id } = engine.customApps.create(
      { name: "web", redirect_urls: ["https://app.example/cb"] },
      ADA,
    );
    const text = await failure(() => token({ ...codeForm(code()), client_id }));
    expect(text).toBe("invalid_grant: The code is not valid");
  });

  it("is good for a minute", async () => {
    const { clock, token, code } = oauthWorld();
    const [first, second] = [code(), code()];
    clock.advance(MINUTE - 1);
    await token(codeForm(first));
    clock.advance(1);
    expect(await failure(() => token(codeForm(second)))).toBe(
      "invalid_grant: The code has expired",
    );
  });

  it("is good once, and takes back what it gave when it comes again", async () => {
    const { engine, token, code } = oauthWorld();
    const used = code();
    const answer = await token(codeForm(used));
    expect(await failure(() => token(codeForm(used)))).toContain("was used before");
    expect(await failure(() => engine.authenticate(answer.access_token, undefined))).toMatch(
      /^UNAUTHENTICATED/,
    );
    expect(await failure(() => token(refreshForm(answer)))).toContain("Refresh token is invalid");
  });

  it("gives tokens to one of two who show it at once", async () => {
    const { token, code } = oauthWorld();
    const form = codeForm(code());
    const results = await Promise.allSettled([token(form), token(form)]);
    expect(results.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
  });

  it("is of no use once its user is gone", async () => {
    const { away, token, code } = oauthWorld();
    const form = codeForm(code());
    away.add(ADA.id);
    expect(await failure(() => token(form))).toBe("invalid_grant: The user is no longer active");
  });

  it("gives a refresh token and an ID token only where they were asked for", async () => {
    const { token, code } = oauthWorld();
    const plain = await token(codeForm(code({ scope: "sql" })));
    expect(Object.keys(plain)).toEqual(["access_token", "token_type", "expires_in", "scope"]);
    const scope = "openid profile email";
    const { id_token, ...rest } = await token(codeForm(code({ scope, nonce: "n-1" })));
    expect(rest).not.toHaveProperty("refresh_token");
    expect(claimsOf(id_token)).toMatchObject({
      iss: REALM.issuer,
      aud: CLI,
      sub: ADA.userName,
      nonce: "n-1",
      name: "Ada",
      email: ADA.userName,
    });
  });
});

describe("a confidential application", () => {
  it("shows its secret, in one place", async () => {
    const { engine, token, code } = oauthWorld();
    const redirect_uri = "https://app.example/cb";
    const { client_id, client_secret = "" } = engine.customApps.create(
      { name: "web", redirect_urls: [redirect_uri], confidential: true },
      ADA,
    );
    const form = () => ({
      ...codeForm(code({ ...authorizeQuery(), client_id, redirect_uri })),
      client_id,
      redirect_uri,
    });
    const basic = { clientId: client_id, clientSecret: client_secret };
    const denied = "invalid_client: Client authentication failed";
    expect(await failure(() => token(form()))).toBe(denied);
    expect(await failure(() => token({ ...form(), client_secret: "wrong" }))).toBe(denied);
    expect(await failure(() => token(form(), { ...basic, clientSecret: "wrong" }))).toBe(denied);
    expect(await failure(() => token({ ...form(), client_id: CLI }, basic))).toBe(denied);
    expect(await failure(() => token({ ...form(), client_secret }, basic))).toMatch(
      /^invalid_request: The client authenticates by header and by body/,
    );
    expect(await failure(() => token({ ...form(), client_secret }))).toBe("none");
    const { access_token } = await token(form(), basic);
    engine.customApps.delete(engine.customApps.list().items[0]?.integration_id ?? "");
    expect(await failure(() => engine.authenticate(access_token, undefined))).toMatch(
      /^UNAUTHENTICATED/,
    );
  });
});

describe("a refresh token", () => {
  it("is good once: the answer has the next one", async () => {
    const { engine, token, signIn } = oauthWorld();
    const first = await signIn();
    const second = await token(refreshForm(first));
    expect(second.refresh_token).not.toBe(first.refresh_token);
    const third = await token(refreshForm(second));
    for (const { access_token } of [first, second, third]) {
      expect(engine.authenticate(access_token, undefined)).toEqual(ADA);
    }
  });

  it("ends its whole session when it comes again", async () => {
    const { engine, token, signIn } = oauthWorld();
    const first = await signIn();
    const other = await signIn();
    const second = await token(refreshForm(first));
    expect(await failure(() => token(refreshForm(first)))).toBe(
      "invalid_grant: Refresh token is invalid",
    );
    expect(await failure(() => token(refreshForm(second)))).toContain("Refresh token is invalid");
    expect(await failure(() => engine.authenticate(second.access_token, undefined))).toMatch(
      /^UNAUTHENTICATED/,
    );
    expect(engine.authenticate(other.access_token, undefined)).toEqual(ADA);
  });

  it("does not end a session that it was guessed for", async () => {
    const { token, signIn } = oauthWorld();
    const first = await signIn();
    const guess = `${(first.refresh_token ?? "").slice(0, -1)}${first.refresh_token?.endsWith("0") ? 1 : 0}`;
    expect(await failure(() => token({ ...refreshForm(first), refresh_token: guess }))).toContain(
      "invalid",
    );
    await token(refreshForm(first));
  });

  it("gives tokens to one of two who show it at once", async () => {
    const { token, signIn } = oauthWorld();
    const form = refreshForm(await signIn());
    const results = await Promise.allSettled([token(form), token(form)]);
    expect(results.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
  });

  it("ends by the clock, and is renewed each time", async () => {
    const { clock, token, signIn } = oauthWorld({ refreshTokenSeconds: 60 });
    let answer = await signIn();
    for (let round = 0; round < 3; round += 1) {
      clock.advance(MINUTE - 1);
      answer = await token(refreshForm(answer));
    }
    clock.advance(MINUTE);
    expect(await failure(() => token(refreshForm(answer)))).toContain("Refresh token is invalid");
  });

  it("leaves access tokens that last longer alone", async () => {
    const { clock, engine, signIn } = oauthWorld({ refreshTokenSeconds: 1 });
    const { access_token } = await signIn();
    clock.advance(MINUTE);
    await signIn();
    expect(engine.authenticate(access_token, undefined)).toEqual(ADA);
  });

  it("is for fewer scopes, and never for more", async () => {
    const { token, signIn } = oauthWorld();
    const first = await signIn("sql jobs offline_access");
    expect(await failure(() => token({ ...refreshForm(first), scope: "sql files" }))).toBe(
      "invalid_scope: Scope 'files' is not granted to this client",
    );
    const second = await token({ ...refreshForm(first), scope: "sql" });
    expect(second.scope).toBe("sql");
    expect((await token(refreshForm(second))).scope).toBe("sql jobs offline_access");
  });

  it("is no other application's", async () => {
    const { engine, token, signIn } = oauthWorld();
    engine.publishedApps.create({ app_id: "dbt-databricks" }, ADA);
    const form = { ...refreshForm(await signIn()), client_id: "dbt-databricks" };
    expect(await failure(() => token(form))).toContain("Refresh token is invalid");
  });

  it.each(["", "doau", "doau".padEnd(100, "0"), "dapi"])("is not %j", async (refresh_token) => {
    const { token } = oauthWorld();
    const form = { grant_type: "refresh_token", client_id: CLI, refresh_token };
    expect(await failure(() => token(form))).toMatch(/is invalid|is missing/);
  });

  it("outlives a restart, and lies in the store as a hash", async () => {
    const first = oauthWorld();
    const answer = await first.signIn();
    const { store, clock } = first;
    const kept = ["oauth-sessions", "oauth-codes"].map((name) => store.collection(name).values());
    expect(JSON.stringify(kept)).not.toContain(answer.refresh_token);
    const second = oauthWorld({ store, clock });
    expect(second.engine.authenticate(answer.access_token, undefined)).toEqual(ADA);
    await second.token(refreshForm(answer));
  });
});

describe("an application's policy", () => {
  it("says how long its tokens last", async () => {
    const { engine, clock, token, signIn } = oauthWorld();
    engine.publishedApps.create(
      {
        app_id: CLI,
        token_access_policy: {
          access_token_ttl_in_minutes: 5,
          refresh_token_ttl_in_minutes: 10,
          absolute_session_lifetime_in_minutes: 15,
        },
      },
      ADA,
    );
    let answer = await signIn();
    expect(answer.expires_in).toBe(300);
    clock.advance(9 * MINUTE);
    answer = await token(refreshForm(answer));
    clock.advance(6 * MINUTE);
    expect(await failure(() => token(refreshForm(answer)))).toContain("Refresh token is invalid");
  });

  it("can let refresh tokens be used again", async () => {
    const { engine, token, signIn } = oauthWorld();
    const token_access_policy = { enable_single_use_refresh_tokens: false };
    engine.publishedApps.create({ app_id: CLI, token_access_policy }, ADA);
    const first = await signIn();
    const second = await token(refreshForm(first));
    expect(second.refresh_token).toBe(first.refresh_token);
    await token(refreshForm(first));
  });
});
