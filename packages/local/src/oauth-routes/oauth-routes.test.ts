import { createHash, createPublicKey, verify } from "node:crypto";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { startLocalWorkspace, type LocalWorkspace } from "../server.js";
import { call } from "../testing/call.js";

const VERIFIER = "v".repeat(43);
const CHALLENGE = createHash("sha256").update(VERIFIER).digest("base64url");
const ME = "/api/2.0/preview/scim/v2/Me";
const query = {
  client_id: "databricks-cli",
  redirect_uri: "http://localhost:8020",
  response_type: "code",
  scope: "all-apis offline_access",
  state: "a b&c",
  code_challenge: CHALLENGE,
  code_challenge_method: "S256",
};

type Fields = Record<string, string>;

let local: LocalWorkspace;
beforeAll(async () => {
  local = await startLocalWorkspace({
    users: [{ userName: "bob@example.com" }],
    accessTokenSeconds: 60,
  });
});
afterAll(() => local.close());

const authorize = (change: Fields = {}, headers: Fields = {}, base = "/oidc") =>
  fetch(`${local.host}${base}/v1/authorize?${new URLSearchParams({ ...query, ...change })}`, {
    headers,
    redirect: "manual",
  });

const form = (path: string, fields: Fields, headers: Fields = {}) =>
  fetch(local.host + path, { method: "POST", headers, body: new URLSearchParams(fields) });

async function answer(response: Response): Promise<Record<string, unknown>> {
  return (await response.json()) as Record<string, unknown>;
}

function sentBack(response: Response): Fields {
  return Object.fromEntries(new URL(response.headers.get("location") ?? "").searchParams);
}

async function signIn(user = "true"): Promise<Fields> {
  const back = sentBack(await authorize({}, { "x-databricks-local-auto-approve": user }));
  const response = await form("/oidc/v1/token", {
    grant_type: "authorization_code",
    client_id: query.client_id,
    redirect_uri: query.redirect_uri,
    code: back["code"] ?? "",
    code_verifier: VERIFIER,
  });
  return (await response.json()) as Fields;
}

describe("discovery", () => {
  it("is the same server for the workspace and for the account, by two names", async () => {
    for (const base of ["/oidc", `/oidc/accounts/${local.accountId}`]) {
      const issuer = local.host + base;
      for (const name of ["oauth-authorization-server", "openid-configuration"]) {
        const found = await fetch(`${issuer}/.well-known/${name}`);
        expect(await answer(found)).toMatchObject({
          issuer,
          authorization_endpoint: `${issuer}/v1/authorize`,
          token_endpoint: `${issuer}/v1/token`,
          revocation_endpoint: `${issuer}/v1/revoke`,
          jwks_uri: `${issuer}/jwks.json`,
          code_challenge_methods_supported: ["S256"],
        });
      }
    }
    const other = await fetch(`${local.host}/oidc/accounts/other/.well-known/openid-configuration`);
    expect(other.status).toBe(404);
  });

  it("names keys that tokens are signed with", async () => {
    const { access_token = "" } = await signIn();
    const [header = "", payload, signature = ""] = access_token.split(".");
    const { kid } = JSON.parse(atob(header)) as Fields;
    const { keys } = (await (await fetch(`${local.host}/oidc/jwks.json`)).json()) as {
      keys: Fields[];
    };
    const jwk = keys.find((key) => key["kid"] === kid) ?? {};
    const key = createPublicKey({ key: jwk, format: "jwk" });
    const signed = Buffer.from(`${header}.${payload}`);
    expect(verify("sha256", signed, key, Buffer.from(signature, "base64url"))).toBe(true);
  });

  it.each([
    ["workspace", { workspace_id: "7", oidc_endpoint: "/oidc" }],
    ["unified", { workspace_id: "7", oidc_endpoint: "/oidc" }],
    ["account", { oidc_endpoint: "/oidc/accounts/{account_id}" }],
  ] as const)("tells of a host of type %s", async (hostType, { oidc_endpoint, ...ids }) => {
    const other = await startLocalWorkspace({ hostType, workspaceId: 7 });
    try {
      const config = await call(other, "GET", "/.well-known/databricks-config");
      expect(config).toEqual({
        ...ids,
        oidc_endpoint: other.host + oidc_endpoint,
        account_id: other.accountId,
        cloud: "AWS",
        host_type: hostType,
        token_federation_default_oidc_audiences: [other.accountId],
      });
    } finally {
      await other.close();
    }
  });
});

describe("the authorization endpoint", () => {
  it("shows a page, and sends the user back with what was decided on it", async () => {
    const shown = await authorize({ login_hint: "bob@example.com" });
    const text = await shown.text();
    expect(shown.headers.get("content-type")).toBe("text/html; charset=utf-8");
    const [, id = ""] = /<option value="(\d+)" selected>bob@example.com/.exec(text) ?? [];
    const [, csrf = ""] = /name="csrf" value="([0-9a-f]{64})"/.exec(text) ?? [];
    const cookie = (shown.headers.get("set-cookie") ?? "").split(";")[0] ?? "";
    const decide = (fields: Fields, cookies = cookie) =>
      fetch(`${local.host}/oidc/v1/authorize?${new URLSearchParams(query)}`, {
        method: "POST",
        headers: { cookie: cookies },
        body: new URLSearchParams(fields),
        redirect: "manual",
      });
    const allowed = await decide({ csrf, user: id, decision: "allow" });
    expect(allowed.status).toBe(303);
    expect(sentBack(allowed)).toEqual({ code: expect.any(String) as string, state: query.state });
    expect(sentBack(await decide({ csrf, user: id, decision: "deny" }))).toEqual({
      error: "access_denied",
      error_description: "The user did not let the application in",
      state: query.state,
    });
    expect(sentBack(await decide({ csrf, user: "0", decision: "allow" }))).toMatchObject({
      error: "access_denied",
    });
    const forged = await decide({ csrf, user: id, decision: "allow" }, "");
    expect([forged.status, forged.headers.get("location")]).toEqual([403, null]);
    expect((await decide({ user: id, decision: "allow" })).status).toBe(403);
  });

  it.each([
    [{ client_id: "<b>" }, "There is no application &#39;&lt;b&gt;&#39;"],
    [{ redirect_uri: "https://evil.example/" }, "is not registered for"],
  ])("never sends anybody to an address that it does not know: %j", async (change, text) => {
    const response = await authorize(change as unknown as Fields, {
      "x-databricks-local-auto-approve": "true",
    });
    expect([response.status, response.headers.get("location")]).toEqual([400, null]);
    expect(await response.text()).toContain(text);
  });

  it("reports to the application what else is wrong", async () => {
    const response = await authorize({ code_challenge_method: "plain" });
    expect(response.status).toBe(302);
    expect(sentBack(response)).toMatchObject({ error: "invalid_request", state: query.state });
  });

  it("signs in at once whom a header names", async () => {
    const { access_token: token = "" } = await signIn("bob@example.com");
    expect(await call(local, "GET", ME, undefined, { token })).toMatchObject({
      userName: "bob@example.com",
    });
    const nobody = await authorize({}, { "x-databricks-local-auto-approve": "eve@example.com" });
    expect(sentBack(nobody)).toMatchObject({ error: "access_denied" });
  });

  it("signs in at once where the workspace was started so", async () => {
    const other = await startLocalWorkspace({ autoApprove: true });
    try {
      const path = `/oidc/accounts/${other.accountId}/v1/authorize`;
      const url = `${other.host}${path}?${new URLSearchParams(query)}`;
      expect(sentBack(await fetch(url, { redirect: "manual" }))).toHaveProperty("code");
      const asked = { headers: { "x-databricks-local-auto-approve": "false" } };
      expect(await (await fetch(url, asked)).text()).toContain("Sign in as");
    } finally {
      await other.close();
    }
  });
});

describe("the token endpoint", () => {
  it("answers in the words of RFC 6749, not to be stored", async () => {
    const response = await form("/oidc/v1/token", { grant_type: "password" });
    expect(response.status).toBe(400);
    expect(response.headers.get("cache-control")).toBe("no-store");
    expect(await answer(response)).toEqual({
      error: "unsupported_grant_type",
      error_description: "grant_type 'password' is not known",
    });
    const basic = await form(
      "/oidc/v1/token",
      { grant_type: "client_credentials" },
      { authorization: "Basic eDp5" },
    );
    expect([basic.status, basic.headers.get("www-authenticate")]).toEqual([
      401,
      'Basic realm="oidc"',
    ]);
    const json = await fetch(`${local.host}/oidc/v1/token`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: "{}",
    });
    expect(await answer(json)).toMatchObject({ error: "invalid_request" });
  });

  it("refreshes, and refuses what was used", async () => {
    const { refresh_token = "" } = await signIn();
    const fields = { grant_type: "refresh_token", client_id: query.client_id, refresh_token };
    const account = `/oidc/accounts/${local.accountId}/v1/token`;
    expect(await answer(await form(account, fields))).toMatchObject({ expires_in: 60 });
    const again = await form(account, fields);
    expect(again.status).toBe(400);
    expect(await answer(again)).toEqual({
      error: "invalid_grant",
      error_description: "Refresh token is invalid",
    });
  });

  it("takes a personal access token for one of its own", async () => {
    const { access_token } = await answer(
      await form("/oidc/v1/token", {
        grant_type: "urn:ietf:params:oauth:grant-type:token-exchange",
        subject_token: local.token,
        subject_token_type: "urn:databricks:params:oauth:token-type:personal-access-token",
        scope: "jobs",
      }),
    );
    const token = String(access_token);
    await call(local, "GET", "/api/2.2/jobs/list", undefined, { token });
    const headers = { authorization: `Bearer ${token}` };
    const refused = await fetch(`${local.host}/api/2.1/clusters/list`, { headers });
    expect(refused.status).toBe(403);
    expect(refused.headers.get("www-authenticate")).toBe(
      'Bearer error="insufficient_scope", scope="clusters"',
    );
    expect(await answer(refused)).toMatchObject({
      error_code: "PERMISSION_DENIED",
      message: "Provided OAuth token does not have required scopes: clusters",
    });
  });
});

describe("an access token", () => {
  const me = (token: string) =>
    fetch(local.host + ME, { headers: { authorization: `Bearer ${token}` } });

  it("says where it is good", async () => {
    const { access_token: token = "" } = await signIn();
    expect(await call(local, "GET", "/api/2.0/tokens/introspect", undefined, { token })).toEqual({
      principal_context: {
        authentication_scope: { account_id: local.accountId, workspace_id: local.workspaceId },
      },
    });
  });

  it("that is revoked, or over, is answered so that clients get another one", async () => {
    const { access_token = "", refresh_token = "" } = await signIn();
    const revoked = await form("/oidc/v1/revoke", {
      client_id: query.client_id,
      token: refresh_token,
    });
    expect([revoked.status, await revoked.text()]).toEqual([200, ""]);
    const { access_token: other = "" } = await signIn();
    local.clock.advance(61_000);
    for (const token of [access_token, other]) {
      const response = await me(token);
      expect(response.status).toBe(401);
      expect(response.headers.get("www-authenticate")).toBe('Bearer error="invalid_token"');
      expect(await answer(response)).toMatchObject({
        status: "401",
        detail: expect.stringMatching(/^The access token is not valid/) as string,
      });
    }
    const unknown = await me("dapi-unknown");
    expect([unknown.status, unknown.headers.get("www-authenticate")]).toEqual([403, null]);
    expect((await fetch(local.host + ME)).headers.get("www-authenticate")).toBe("Bearer");
  });

  it("is in no journal entry", async () => {
    const tokens = Object.values(await signIn()).filter((value) => value.length > 20);
    const kept = JSON.stringify(local.journal.entries());
    for (const token of tokens) expect(kept).not.toContain(token);
  });
});
