import { describe, expect, it } from "vitest";
import { routes } from "../../contract/index.js";
import { CLI_CLIENT, knownScopes, scopeOf } from "./index.js";
import { ACCOUNT, ADA, failure, Issuer, oauthWorld, ROBOT } from "./testing/oauth-world.js";

const TIME = "2026-01-01T00:00:00.000Z";
const INVALID = "INVALID_PARAMETER_VALUE";
const MISSING = "RESOURCE_DOES_NOT_EXIST";

describe("every operation of the API", () => {
  it("has a scope that can be asked for", () => {
    const operations = Object.entries(routes).flatMap(([service, methods]) =>
      Object.keys(methods).map((method) => `${service}.${method}`),
    );
    expect(operations.filter((id) => !knownScopes.has(scopeOf(id)))).toEqual([]);
  });
});

describe("service principals' secrets", () => {
  it("are shown once, and kept as a hash", () => {
    const { engine, store } = oauthWorld();
    const { secret, ...info } = engine.secrets.create(ROBOT.id, { lifetime: "3600s" });
    expect(secret).toMatch(/^dose[0-9a-f]{32}$/);
    expect(info).toEqual({
      id: expect.stringMatching(/^[0-9a-f-]{36}$/) as string,
      secret_hash: expect.stringMatching(/^[0-9a-f]{64}$/) as string,
      status: "ACTIVE",
      create_time: TIME,
      update_time: TIME,
      expire_time: "2026-01-01T01:00:00.000Z",
    });
    expect(engine.secrets.list(ROBOT.id).items).toEqual([info]);
    expect(JSON.stringify(store.collection("oauth-secrets").values())).not.toContain(secret);
  });

  it("last two years unless they are to last less, and then are expired", () => {
    const { engine, clock } = oauthWorld();
    expect(engine.secrets.create(ROBOT.id, {}).expire_time).toBe("2028-01-01T00:00:00.000Z");
    clock.advance(63_072_000_000);
    expect(engine.secrets.list(ROBOT.id).items).toMatchObject([{ status: "EXPIRED" }]);
  });

  it.each([
    [{ lifetime: "0s" }, INVALID],
    [{ lifetime: "60" }, INVALID],
    [{ lifetime: "63072001s" }, INVALID],
    [{ lifetime: "-1s" }, INVALID],
    [{ scopes: ["all"] }, INVALID],
  ])("are not made of %j", async (request, code) => {
    const { engine } = oauthWorld();
    expect(await failure(() => engine.secrets.create(ROBOT.id, request))).toContain(code);
  });

  it("are five at most, of service principals only", async () => {
    const { engine } = oauthWorld();
    const made = [1, 2, 3, 4, 5].map(() => engine.secrets.create(ROBOT.id, {}));
    expect(await failure(() => engine.secrets.create(ROBOT.id, {}))).toMatch(/^QUOTA_EXCEEDED/);
    engine.secrets.delete(ROBOT.id, made[0]?.id ?? "");
    engine.secrets.create(ROBOT.id, {});
    expect(await failure(() => engine.secrets.delete(ROBOT.id, "x"))).toContain(MISSING);
    for (const id of ["1", ADA.id]) {
      expect(await failure(() => engine.secrets.create(id, {}))).toBe(
        `${MISSING}: Service principal with id ${id} not found.`,
      );
    }
  });

  it("are listed in pages", async () => {
    const { engine } = oauthWorld();
    const ids = [1, 2, 3].map(() => engine.secrets.create(ROBOT.id, {}).id);
    const first = engine.secrets.list(ROBOT.id, { page_size: 2 });
    expect(first.items.map(({ id }) => id)).toEqual(ids.slice(0, 2));
    const page_token = first.next_page_token;
    const rest = engine.secrets.list(ROBOT.id, { page_size: 2, page_token });
    expect(rest.items.map(({ id }) => id)).toEqual(ids.slice(2));
    expect(rest).not.toHaveProperty("next_page_token");
    for (const page of [{ page_token: "x" }, { page_size: -1 }]) {
      expect(await failure(() => engine.secrets.list(ROBOT.id, page))).toContain(INVALID);
    }
  });
});

describe("custom applications", () => {
  const web = { name: "Web", redirect_urls: ["https://web.example/cb"] };

  it("show their secret once", () => {
    const { engine, store } = oauthWorld();
    const { client_secret = "", ...app } = engine.customApps.create(
      { ...web, confidential: true, scopes: ["sql"] },
      ADA,
    );
    expect(client_secret).toMatch(/^dose[0-9a-f]{32}$/);
    expect(app).toEqual({
      ...web,
      scopes: ["sql"],
      confidential: true,
      integration_id: expect.stringMatching(/^[0-9a-f-]{36}$/) as string,
      client_id: expect.stringMatching(/^[0-9a-f-]{36}$/) as string,
      created_by: Number(ADA.id),
      creator_username: ADA.userName,
      create_time: TIME,
    });
    expect(engine.customApps.get(app.integration_id)).toEqual(app);
    expect(JSON.stringify(store.collection("oauth-custom-apps").values())).not.toContain(
      client_secret,
    );
    expect(engine.customApps.create(web, ADA)).not.toHaveProperty("client_secret");
    expect(engine.customApps.list({}, "wEB").items).toHaveLength(2);
    expect(engine.customApps.list({}, "other").items).toHaveLength(0);
  });

  it.each([
    [{ ...web, name: "" }, "name is missing"],
    [{ ...web, redirect_urls: [] }, "redirect_urls is missing"],
    [{ ...web, redirect_urls: ["/cb"] }, "redirect_urls: '/cb'"],
    [{ ...web, redirect_urls: ["https://h/#x"] }, "redirect_urls: 'https://h/#x'"],
    [{ ...web, redirect_urls: ["javascript:alert(1)"] }, "redirect_urls: 'javascript:"],
    [{ ...web, scopes: ["all"] }, "there is no scope 'all'"],
    [
      { ...web, token_access_policy: { access_token_ttl_in_minutes: 4 } },
      "token_access_policy.access_token_ttl_in_minutes is 4: it must be from 5 to 1440",
    ],
  ])("are not made of %j", async (request, text) => {
    const { engine } = oauthWorld();
    expect(await failure(() => engine.customApps.create(request, ADA))).toContain(text);
  });

  it("change in what is given, and go", async () => {
    const { engine } = oauthWorld();
    const { integration_id: id } = engine.customApps.create({ ...web, scopes: ["sql"] }, ADA);
    engine.customApps.update(id, { scopes: ["jobs"] });
    expect(engine.customApps.get(id)).toMatchObject({ ...web, scopes: ["jobs"] });
    expect(await failure(() => engine.customApps.update(id, { redirect_urls: ["x"] }))).toContain(
      INVALID,
    );
    engine.customApps.delete(id);
    for (const work of [
      () => engine.customApps.get(id),
      () => engine.customApps.update(id, {}),
      () => engine.customApps.delete(id),
    ]) {
      expect(await failure(work)).toContain(MISSING);
    }
  });
});

describe("published applications", () => {
  it("are enabled once each; the CLI always is", async () => {
    const { engine } = oauthWorld();
    const { publishedApps } = engine;
    expect(publishedApps.catalogue({ page_size: 1 }).items).toMatchObject([{ app_id: CLI_CLIENT }]);
    expect(publishedApps.byClientId(CLI_CLIENT)).toBeDefined();
    expect(publishedApps.byClientId("dbt-databricks")).toBeUndefined();
    const made = publishedApps.create({ app_id: "dbt-databricks" }, ADA);
    expect(publishedApps.byClientId("dbt-databricks")).toBeDefined();
    const again = await failure(() => publishedApps.create({ app_id: "dbt-databricks" }, ADA));
    expect(again).toMatch(/^ALREADY_EXISTS/);
    expect(await failure(() => publishedApps.create({ app_id: "x" }, ADA))).toContain(INVALID);
    publishedApps.update(made.integration_id, { access_token_ttl_in_minutes: 10 });
    expect(publishedApps.get(made.integration_id)).toMatchObject({
      token_access_policy: { access_token_ttl_in_minutes: 10 },
    });
    publishedApps.delete(made.integration_id);
    expect(publishedApps.byClientId("dbt-databricks")).toBeUndefined();
    expect(await failure(() => publishedApps.get(made.integration_id))).toContain(MISSING);
  });
});

describe("federation policies", () => {
  const oidc_policy = { issuer: "https://idp.example", audiences: ["a"] };

  it("have names under the account, or under a service principal", () => {
    const { engine } = oauthWorld();
    const { federationPolicies: policies } = engine;
    expect(policies.create(undefined, { description: "d", oidc_policy }, "my-policy")).toEqual({
      name: `accounts/${ACCOUNT}/federationPolicies/my-policy`,
      policy_id: "my-policy",
      uid: expect.stringMatching(/^[0-9a-f-]{36}$/) as string,
      description: "d",
      oidc_policy,
      create_time: TIME,
      update_time: TIME,
    });
    const own = policies.create(ROBOT.id, { oidc_policy: { ...oidc_policy, subject: "s" } });
    expect(own).toMatchObject({
      name: `accounts/${ACCOUNT}/servicePrincipals/200/federationPolicies/${own.policy_id}`,
      service_principal_id: 200,
    });
    expect(policies.list(undefined).items).toHaveLength(1);
    expect(policies.list(ROBOT.id).items).toEqual([own]);
    expect(policies.get(ROBOT.id, own.policy_id)).toEqual(own);
  });

  it.each([
    [undefined, {}, "p", "oidc_policy.issuer is missing"],
    [undefined, { issuer: "idp" }, "p", "oidc_policy.issuer 'idp' must be an https URL"],
    [undefined, { issuer: "http://idp.example" }, "p", "must be an https URL"],
    [undefined, { ...oidc_policy, subject: "s" }, "p", "oidc_policy.subject can't be given"],
    [undefined, { ...oidc_policy, jwks_json: "[]" }, "p", "oidc_policy.jwks_json must be"],
    [undefined, { ...oidc_policy, jwks_uri: "ftp://x" }, "p", "oidc_policy.jwks_uri 'ftp://x'"],
    [
      undefined,
      { ...oidc_policy, jwks_uri: "https://x", jwks_json: '{"keys":[]}' },
      "p",
      "can't be given together",
    ],
    [undefined, oidc_policy, "My Policy", "policy_id 'My Policy'"],
    [ROBOT.id, oidc_policy, "p", "oidc_policy.subject is missing"],
  ])("of %s are not made of %j as %s", async (owner, policy, id, text) => {
    const { engine } = oauthWorld();
    const made = () => engine.federationPolicies.create(owner, { oidc_policy: policy }, id);
    expect(await failure(made)).toContain(text);
  });

  it("change in what the mask names", async () => {
    const { engine, clock } = oauthWorld();
    const { federationPolicies: policies } = engine;
    const jwks_json = new Issuer("https://x", "ES256").jwks;
    policies.create(undefined, { description: "d", oidc_policy }, "p");
    clock.advance(1000);
    const change = { oidc_policy: { audiences: ["b"], jwks_json } };
    const part = policies.update(undefined, "p", change, "oidc_policy.audiences");
    expect(part).toMatchObject({
      description: "d",
      oidc_policy: { issuer: oidc_policy.issuer, audiences: ["b"] },
      update_time: "2026-01-01T00:00:01.000Z",
    });
    expect(part.oidc_policy).not.toHaveProperty("jwks_json");
    const cleared = policies.update(undefined, "p", {}, "description,oidc_policy.audiences");
    expect(cleared).not.toHaveProperty("description");
    expect(cleared.oidc_policy).toEqual({ issuer: oidc_policy.issuer });
    const all = { oidc_policy: { ...oidc_policy, issuer: "https://other.example" } };
    expect(policies.update(undefined, "p", all).oidc_policy).toEqual(all.oidc_policy);
    for (const mask of ["uid", "oidc_policy.x", "description.x", "oidc_policy.issuer.x", "a,,b"]) {
      const text = await failure(() => policies.update(undefined, "p", all, mask));
      expect(text).toMatch(/^INVALID_PARAMETER_VALUE: update_mask/);
    }
    expect(await failure(() => policies.update(undefined, "p", {}, "oidc_policy"))).toContain(
      "oidc_policy.issuer is missing",
    );
  });

  it("are there once, and go", async () => {
    const { engine } = oauthWorld();
    const { federationPolicies: policies } = engine;
    policies.create(undefined, { oidc_policy }, "p");
    const again = await failure(() => policies.create(undefined, { oidc_policy }, "p"));
    expect(again).toMatch(/^ALREADY_EXISTS/);
    policies.delete(undefined, "p");
    expect(await failure(() => policies.delete(undefined, "p"))).toContain(MISSING);
    expect(await failure(() => policies.list("1"))).toContain(MISSING);
  });
});
