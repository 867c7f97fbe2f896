import { createHash } from "node:crypto";
import { describe, expect, it } from "vitest";
import {
  authorizationUrl,
  createPkce,
  createState,
  decodeJwtClaims,
  exchangeCode,
  refresh,
} from "./index.js";
import { recording, tokenAnswer } from "./testing/recording-transport.js";

const endpoint = "https://w.example.com/oidc/v1/token";
const entra = "https://login.microsoftonline.com/t/oauth2/v2.0/token";
const redirectUrl = "http://localhost:8020";
const request = { code: "c", verifier: "v", redirectUrl, clientId: "app" };

describe("an authorization URL", () => {
  it("has all that the login needs, and keeps what the endpoint has", () => {
    const url = new URL(
      authorizationUrl({
        authorizationEndpoint: "https://w.example.com/authorize?tenant=t",
        clientId: "app",
        redirectUrl: "http://localhost:8020/back?x=1",
        scopes: ["all-apis", "offline_access"],
        state: "s",
        challenge: "h",
      }),
    );
    expect(url.origin + url.pathname).toBe("https://w.example.com/authorize");
    expect(Object.fromEntries(url.searchParams)).toEqual({
      tenant: "t",
      response_type: "code",
      client_id: "app",
      redirect_uri: "http://localhost:8020/back?x=1",
      scope: "all-apis offline_access",
      state: "s",
      code_challenge: "h",
      code_challenge_method: "S256",
    });
  });
});

describe("the exchange of a code", () => {
  it.each([
    [{}, {}],
    [{ clientSecret: "s" }, { client_secret: "s" }],
  ])("sends what proves the login, %j", async (more, fields) => {
    const context = recording(() => tokenAnswer());
    await exchangeCode(endpoint, { ...request, ...more }, context);
    expect(context.transport.form()).toEqual({
      grant_type: "authorization_code",
      code: "c",
      code_verifier: "v",
      redirect_uri: redirectUrl,
      client_id: "app",
      ...fields,
    });
    expect(context.transport.sent[0]?.headers).not.toHaveProperty("origin");
  });

  it("is repeated with an Origin for a single-page application of Entra", async () => {
    const body = { error: "invalid_request", error_description: "AADSTS9002327: tokens issued" };
    const context = recording((_, count) => (count === 1 ? { status: 400, body } : tokenAnswer()));
    expect(await exchangeCode(entra, request, context)).toMatchObject({ accessToken: "access-1" });
    expect(context.transport.sent.map(({ headers }) => headers["origin"])).toEqual([
      undefined,
      redirectUrl,
    ]);
  });

  it("is not repeated for another reason, or more than once", async () => {
    const other = recording(() => ({ status: 400, body: { error: "invalid_grant" } }));
    await expect(exchangeCode(entra, request, other)).rejects.toThrow("invalid_grant");
    expect(other.transport.sent).toHaveLength(1);
    const body = { error: "invalid_request", error_description: "AADSTS9002327" };
    const always = recording(() => ({ status: 400, body }));
    await expect(exchangeCode(entra, request, always)).rejects.toThrow("AADSTS9002327");
    expect(always.transport.sent).toHaveLength(2);
  });
});

describe("a refresh", () => {
  it("keeps the refresh token that is not replaced", async () => {
    const context = recording(() => tokenAnswer("a2"));
    const token = await refresh(endpoint, { refreshToken: "r1", clientId: "app" }, context);
    expect(token).toMatchObject({ accessToken: "a2", refreshToken: "r1" });
    expect(context.transport.form()).toEqual({
      grant_type: "refresh_token",
      refresh_token: "r1",
      client_id: "app",
    });
  });

  it("takes the refresh token that replaces it", async () => {
    const context = recording(() => ({ body: { access_token: "a2", refresh_token: "r2" } }));
    const token = await refresh(endpoint, { refreshToken: "r1", clientSecret: "s" }, context);
    expect(token).toMatchObject({ refreshToken: "r2" });
    expect(context.transport.form()).toMatchObject({ client_secret: "s" });
  });

  it.each([
    [entra, redirectUrl],
    ["https://login.microsoftonline.us/t/token", redirectUrl],
    ["https://login.chinacloudapi.cn/t/token", redirectUrl],
    ["https://login.microsoftonline.com.example.com/t/token", undefined],
    [endpoint, undefined],
  ])("sends to %s the origin %s", async (tokenEndpoint, origin) => {
    const context = recording(() => tokenAnswer());
    await refresh(tokenEndpoint, { refreshToken: "r", redirectUrl }, context);
    expect(context.transport.sent[0]?.headers["origin"]).toBe(origin);
  });
});

describe("PKCE and state", () => {
  it("are as RFC 7636 wants them", async () => {
    const { verifier, challenge } = await createPkce();
    expect(verifier).toMatch(/^[\w-]{43}$/);
    expect(challenge).toBe(createHash("sha256").update(verifier).digest("base64url"));
  });

  it("match the example of RFC 7636 appendix B", async () => {
    const bytes = Buffer.from("dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk", "base64url");
    expect(await createPkce(() => bytes)).toEqual({
      verifier: "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk",
      challenge: "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM",
    });
  });

  it("are new each time", async () => {
    expect((await createPkce()).verifier).not.toBe((await createPkce()).verifier);
    expect(createState()).not.toBe(createState());
    expect(createState()).toMatch(/^[\w-]{22}$/);
  });
});

describe("the claims of a token", () => {
  const part = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString("base64url");
  it.each([
    [`${part({})}.${part({ sub: "né", exp: 1 })}.x`, { sub: "né", exp: 1 }],
    ["dapi0123", undefined],
    [`${part({})}.${part({})}`, undefined],
    [`a.${part([1])}.c`, undefined],
    ["a.b.c.d", undefined],
    ["a.!.c", undefined],
    ["", undefined],
  ])("of %s are %j", (token, claims) => {
    expect(decodeJwtClaims(token)).toEqual(claims);
  });
});
