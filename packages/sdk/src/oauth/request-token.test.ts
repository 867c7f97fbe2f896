import * as fc from "fast-check";
import { inspect } from "node:util";
import { describe, expect, it } from "vitest";
import { ConnectionError, OAuthError } from "../errors/index.js";
import { clientCredentials, jwtBearer, requestToken, tokenExchange } from "./index.js";
import { type Answer, recording, tokenAnswer } from "./testing/recording-transport.js";

const endpoint = "https://w.example.com/oidc/v1/token";
const secret = "dose0123456789abcdef0123456789abcdef";

describe("a token request", () => {
  it("sends id and secret in a Basic header for client credentials", async () => {
    const context = recording(() => tokenAnswer());
    await clientCredentials(
      endpoint,
      {
        clientId: "id",
        clientSecret: "a b:c",
        scopes: ["all-apis", "sql"],
        authorizationDetails: "[]",
      },
      context,
    );
    const [request] = context.transport.sent;
    expect(request).toMatchObject({ method: "POST", url: endpoint });
    expect(request?.headers).toMatchObject({
      "content-type": "application/x-www-form-urlencoded",
      // Form-encoded before they are joined, RFC 6749 §2.3.1.
      authorization: `Basic ${btoa("id:a+b%3Ac")}`,
    });
    expect(context.transport.form()).toEqual({
      grant_type: "client_credentials",
      scope: "all-apis sql",
      authorization_details: "[]",
    });
  });

  it("takes further fields and leaves out what is undefined", async () => {
    const context = recording(() => tokenAnswer());
    const form = { resource: "app", nothing: undefined };
    await clientCredentials(
      endpoint,
      { clientId: "id", clientSecret: secret, clientAuthentication: "body", form },
      context,
    );
    expect(context.transport.form()).toEqual({
      grant_type: "client_credentials",
      client_id: "id",
      client_secret: secret,
      resource: "app",
    });
    expect(context.transport.sent[0]?.headers).not.toHaveProperty("authorization");
  });

  it.each([
    [{ subjectToken: "jwt" }, { subject_token_type: "urn:ietf:params:oauth:token-type:jwt" }],
    [
      { subjectToken: "jwt", clientId: "sp", scopes: ["sql"] },
      { client_id: "sp", scope: "sql" },
    ],
    [{ subjectToken: "pat", subjectTokenType: "urn:x" }, { subject_token_type: "urn:x" }],
  ])("exchanges %j", async (request, fields) => {
    const context = recording(() => tokenAnswer());
    await tokenExchange(endpoint, request, context);
    expect(context.transport.form()).toMatchObject({
      grant_type: "urn:ietf:params:oauth:grant-type:token-exchange",
      subject_token: request.subjectToken,
      ...fields,
    });
    expect("client_id" in context.transport.form()).toBe("clientId" in request);
    expect(context.transport.sent[0]?.headers).not.toHaveProperty("authorization");
  });

  it("asks for a token of the data plane", async () => {
    const context = recording(() => tokenAnswer());
    await jwtBearer(endpoint, { assertion: "own", authorizationDetails: '[{"a":1}]' }, context);
    expect(context.transport.form()).toEqual({
      grant_type: "urn:ietf:params:oauth:grant-type:jwt-bearer",
      assertion: "own",
      authorization_details: '[{"a":1}]',
    });
  });
});

describe("the answer to a token request", () => {
  const now = Date.UTC(2026, 0, 1);
  const read = (body: unknown): Promise<unknown> =>
    requestToken(
      endpoint,
      { form: {} },
      recording(() => ({ body })),
    );

  it.each([
    [{ expires_in: 60 }, { expiry: now + 60_000 }],
    [{ expires_in: "3599" }, { expiry: now + 3_599_000 }],
    [{ expires_on: "1893456000" }, { expiry: 1_893_456_000_000 }],
    [{ expires_in: 60, expires_on: "1" }, { expiry: now + 60_000 }],
    [{ expires_in: "soon" }, {}],
    [
      { refresh_token: "r", scope: "sql" },
      { refreshToken: "r", scope: "sql" },
    ],
    [{ refresh_token: "", scope: 7 }, {}],
    [{ token_type: "pop" }, { tokenType: "pop" }],
  ])("reads %j", async (fields, token) => {
    expect(await read({ access_token: "a", ...fields })).toEqual({
      accessToken: "a",
      tokenType: "Bearer",
      ...token,
    });
  });

  it.each([
    ["no JSON", "ok"],
    ["a list", []],
    ["null", null],
    ["no token", { token_type: "Bearer" }],
    ["an empty token", { access_token: "" }],
    ["a token that is no text", { access_token: 7 }],
    ["a token that would end a header", { access_token: "a\r\nx: y" }],
  ])("is refused when it is %s", async (_name, body) => {
    await expect(read(body)).rejects.toMatchObject({ error: "invalid_response", endpoint });
  });

  it("is an error when a success says so", async () => {
    await expect(read({ error: "invalid_scope" })).rejects.toMatchObject({
      error: "invalid_scope",
    });
  });
});

describe("a refused token request", () => {
  const refused = async (
    answer: Answer,
    form: Record<string, string> = {},
  ): Promise<OAuthError> => {
    const context = recording(() => answer);
    const request = { form, clientId: "id", clientSecret: secret } as const;
    const error = await requestToken(endpoint, request, context).catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(OAuthError);
    return error as OAuthError;
  };

  it.each([
    ["invalid_client", {}, /check the client id and the client secret/],
    ["invalid_scope", {}, /check the scopes/],
    ["invalid_grant", { grant_type: "refresh_token" }, /sign in again/],
    ["invalid_grant", { grant_type: "authorization_code" }, /used before or is too old/],
    [
      "invalid_grant",
      { grant_type: "urn:ietf:params:oauth:grant-type:token-exchange" },
      /federation policy/,
    ],
    ["new_code", {}, /refused: new_code: says who$/],
  ])("says what to do about %s %j", async (code, form, message) => {
    const body = { error: code, error_description: "says who" };
    const error = await refused({ status: 400, body }, form);
    expect(error).toMatchObject({
      error: code,
      errorDescription: "says who",
      status: 400,
      endpoint,
    });
    expect(error.message).toMatch(message);
    expect(error.message).toContain(endpoint);
  });

  it.each([
    [
      { status: 404, body: "<html><title>Sign in to\n Databricks</title>" },
      /Sign in to Databricks/,
    ],
    [{ status: 403, body: "<!doctype html><p>no" }, /a web page/],
    [{ status: 400, body: "what?" }, /it says: what\?/],
    [{ status: 400, body: { message: "no" } }, /is not OAuth; check the host/],
    [{ status: 302, headers: { location: "https://x.example.com/login?code=1" } }, /redirects to/],
    [{ status: 200, body: "<html><title>Welcome</title>" }, /no access token/],
  ])("explains %j", async (answer, message) => {
    const error = await refused(answer);
    expect(error).toMatchObject({ error: "invalid_response", status: answer.status });
    expect(error.message).toMatch(message);
  });

  it("is told in one line", async () => {
    const body = { error: "new_code", error_description: "no\r\n\u001b[31mINFO all is well" };
    const { message } = await refused({ status: 400, body });
    expect(message).toMatch(/refused: new_code: no \[31mINFO all is well$/);
  });

  it("shows no secret, whatever the server repeats", async () => {
    const secrets = fc.stringMatching(/^[\w.~-]{8,40}$/);
    const fields = fc.constantFrom("code", "refresh_token", "assertion", "subject_token");
    await fc.assert(
      fc.asyncProperty(secrets, fields, fc.boolean(), async (own, field, isOAuth) => {
        fc.pre(!endpoint.includes(own) && !/^(invalid|request|Bearer)/.test(own));
        const words = `no: ${own} Bearer ${own} ${secret}`;
        const body = isOAuth ? { error: `bad ${own}`, error_description: words } : words;
        const error = await refused({ status: 400, body }, { [field]: own });
        for (const shown of [String(error), inspect(error), JSON.stringify(error)]) {
          expect(shown).not.toContain(secret);
          expect(shown.replaceAll("**REDACTED**", "")).not.toContain(own);
        }
      }),
      { numRuns: 50 },
    );
  });
});

describe("a busy token endpoint", () => {
  const ask = (context: ReturnType<typeof recording>): Promise<unknown> =>
    requestToken(endpoint, { form: {} }, context);

  it.each([429, 500, 502, 503, 504])("is asked again after %i", async (status) => {
    const context = recording((_, count) => (count < 4 ? { status } : tokenAnswer()));
    expect(await ask(context)).toMatchObject({ accessToken: "access-1" });
    expect(context.transport.sent).toHaveLength(4);
    const waits = context.clock.slept.map((wait) => Math.floor(wait / 1000));
    expect(waits).toEqual([1, 2, 3]);
  });

  it.each([
    ["7", 7_000],
    ["Thu, 01 Jan 2026 00:00:30 GMT", 30_000],
  ])("is asked again when it says, %s", async (header, wait) => {
    const headers = { "retry-after": header };
    const context = recording((_, count) =>
      count === 1 ? { status: 429, headers } : tokenAnswer(),
    );
    await ask(context);
    expect(context.clock.slept).toEqual([wait]);
  });

  it("is given up after a minute, with what it said last", async () => {
    const context = recording(() => ({ status: 503, body: "<title>Maintenance</title>" }));
    await expect(ask(context)).rejects.toMatchObject({
      error: "server_error",
      status: 503,
      message: expect.stringMatching(/503, it says: Maintenance/) as string,
    });
    expect(context.clock.slept.reduce((sum, wait) => sum + wait, 0)).toBeLessThanOrEqual(60_000);
    expect(context.transport.sent.length).toBeGreaterThan(5);
  });

  it("is not waited for longer than a minute at its own wish", async () => {
    const headers = { "retry-after": "3600" };
    const context = recording(() => ({ status: 503, headers }));
    await expect(ask(context)).rejects.toMatchObject({ status: 503 });
    expect(context.transport.sent).toHaveLength(1);
  });

  it("is asked again when the connection breaks", async () => {
    const broken = new ConnectionError("reset", { code: "ECONNRESET" });
    const context = recording((_, count) => {
      if (count === 1) throw broken;
      return tokenAnswer();
    });
    expect(await ask(context)).toMatchObject({ accessToken: "access-1" });
  });

  it.each(["ENOTFOUND", "CERT_HAS_EXPIRED"])("is not asked again after %s", async (code) => {
    const error = new ConnectionError("no", { code });
    const context = recording(() => {
      throw error;
    });
    await expect(ask(context)).rejects.toBe(error);
    expect(context.transport.sent).toHaveLength(1);
  });

  it("is left alone at once when the signal aborts", async () => {
    const abort = new AbortController();
    const reason = new Error("enough");
    const context = recording(() => {
      abort.abort(reason);
      return { status: 503 };
    });
    await expect(ask({ ...context, signal: abort.signal })).rejects.toBe(reason);
    expect(context.transport.sent).toHaveLength(1);
  });
});
