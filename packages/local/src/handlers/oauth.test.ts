import { describe, expect } from "vitest";
import type {
  CreateCustomAppIntegrationOutput,
  CreateServicePrincipalSecretResponse,
  FederationPolicy,
} from "databricks-sdk-ts/oauth2";
import { proof, type Proof } from "../testing/proof.js";

const ME = "/api/2.0/preview/scim/v2/Me";

interface ServicePrincipal {
  readonly id: string;
  readonly applicationId: string;
}

/** Calls below the account, and a service principal of it that is in the workspace. */
function accountOf({ call, workspace }: Proof) {
  const at = (path: string): string => `/api/2.0/accounts/${workspace.accountId}/${path}`;
  return {
    at,
    robot: () =>
      call<ServicePrincipal>("POST", "/api/2.0/preview/scim/v2/ServicePrincipals", {
        schemas: ["urn:ietf:params:scim:schemas:core:2.0:ServicePrincipal"],
        displayName: "robot",
      }),
  };
}

/** Asks the token endpoint by Basic authentication. */
async function m2m({ workspace }: Proof, user: string, secret = ""): Promise<Response> {
  return fetch(`${workspace.host}/oidc/v1/token`, {
    method: "POST",
    headers: { authorization: `Basic ${btoa(`${user}:${secret}`)}` },
    body: new URLSearchParams({ grant_type: "client_credentials", scope: "all-apis" }),
  });
}

describe("service principals' secrets", () => {
  proof(
    [
      "oauth2.ServicePrincipalSecretsAPI.create",
      "oauth2.ServicePrincipalSecretsAPI.list",
      "oauth2.ServicePrincipalSecretsAPI.delete",
    ],
    "sign programs in until they are deleted",
    async (p) => {
      const { at, robot } = accountOf(p);
      const { id, applicationId } = await robot();
      const path = at(`servicePrincipals/${id}/credentials/secrets`);
      const { secret = "", ...info } = await p.call<CreateServicePrincipalSecretResponse>(
        "POST",
        path,
        { lifetime: "3600s" },
      );
      expect(await p.call("GET", path)).toEqual({ secrets: [info] });
      const answer = await m2m(p, applicationId, secret);
      expect(answer.headers.get("cache-control")).toBe("no-store");
      const { access_token: token } = (await answer.json()) as { access_token: string };
      expect(await p.call("GET", ME, undefined, { token })).toMatchObject({
        id,
        userName: applicationId,
      });
      expect(await p.error("GET", path, undefined, { token })).toMatchObject({ status: 403 });
      await p.call("DELETE", `${path}/${info.id}`);
      const refused = await m2m(p, applicationId, secret);
      expect(refused.status).toBe(401);
      expect(await refused.json()).toEqual({
        error: "invalid_client",
        error_description: "Client authentication failed",
      });
      expect(await p.error("DELETE", `${path}/${info.id}`)).toMatchObject({
        status: 404,
        errorCode: "RESOURCE_DOES_NOT_EXIST",
      });
      expect(await p.error("GET", at("servicePrincipals/1/credentials/secrets"))).toMatchObject({
        status: 404,
      });
    },
  );

  proof(
    [
      "oauth2.ServicePrincipalSecretsProxyAPI.create",
      "oauth2.ServicePrincipalSecretsProxyAPI.list",
      "oauth2.ServicePrincipalSecretsProxyAPI.delete",
    ],
    "are made by a workspace's administrators, too",
    async (p) => {
      const { robot } = accountOf(p);
      const { id, applicationId } = await robot();
      const path = `/api/2.0/accounts/servicePrincipals/${id}/credentials/secrets`;
      const { secret = "", id: secretId } = await p.call<CreateServicePrincipalSecretResponse>(
        "POST",
        path,
        {},
      );
      const answer = await m2m(p, applicationId, secret);
      const { access_token: token } = (await answer.json()) as { access_token: string };
      expect(await p.error("POST", path, {}, { token })).toMatchObject({ status: 403 });
      for (let more = 0; more < 4; more += 1) await p.call("POST", path, {});
      expect(await p.error("POST", path, {})).toMatchObject({
        status: 400,
        errorCode: "QUOTA_EXCEEDED",
      });
      await p.call("DELETE", `${path}/${secretId}`);
      const page = await p.call<{ secrets: object[]; next_page_token: string }>(
        "GET",
        `${path}?page_size=3`,
      );
      expect(page.secrets).toHaveLength(3);
      const rest = await p.call("GET", `${path}?page_size=3&page_token=${page.next_page_token}`);
      expect(rest).toEqual({ secrets: [expect.anything()] });
    },
  );

  proof([], "of one that is in the account only are not a workspace's to make", async (p) => {
    const { at } = accountOf(p);
    const { id } = await p.call<ServicePrincipal>("POST", at("scim/v2/ServicePrincipals"), {});
    const path = `/api/2.0/accounts/servicePrincipals/${id}/credentials/secrets`;
    const own = at(`servicePrincipals/${id}/credentials/secrets`);
    const { id: secretId } = await p.call<CreateServicePrincipalSecretResponse>("POST", own, {});
    const absent = { status: 404, errorCode: "RESOURCE_DOES_NOT_EXIST" };
    expect(await p.error("POST", path, {})).toMatchObject(absent);
    expect(await p.error("GET", path)).toMatchObject(absent);
    expect(await p.error("DELETE", `${path}/${secretId}`)).toMatchObject(absent);
    const grant = at(
      `workspaces/${p.workspace.workspaceId}/permissionassignments/principals/${id}`,
    );
    await p.call("PUT", grant, { permissions: ["USER"] });
    expect(await p.call("GET", path)).toMatchObject({ secrets: [{ id: secretId }] });
  });
});

describe("custom applications", () => {
  proof(
    [
      "oauth2.CustomAppIntegrationAPI.create",
      "oauth2.CustomAppIntegrationAPI.get",
      "oauth2.CustomAppIntegrationAPI.list",
      "oauth2.CustomAppIntegrationAPI.update",
      "oauth2.CustomAppIntegrationAPI.delete",
    ],
    "are registered, changed and removed",
    async (p) => {
      const path = accountOf(p).at("oauth2/custom-app-integrations");
      const request = {
        name: "Dashboard",
        redirect_urls: ["http://localhost:3000/callback"],
        confidential: true,
        scopes: ["sql", "offline_access"],
        token_access_policy: { access_token_ttl_in_minutes: 30 },
      };
      const created = await p.call<CreateCustomAppIntegrationOutput>("POST", path, request);
      const { integration_id: id, client_id, client_secret } = created;
      expect(Object.keys(created).sort()).toEqual(["client_id", "client_secret", "integration_id"]);
      expect(client_secret).toMatch(/^dose[0-9a-f]{32}$/);
      const app = await p.call("GET", `${path}/${id}`);
      expect(app).toMatchObject({ ...request, client_id, creator_username: p.workspace.userName });
      expect(JSON.stringify(app)).not.toContain(client_secret);
      const plain = await p.call<{ apps: object[] }>("GET", path);
      expect(plain.apps[0]).not.toHaveProperty("creator_username");
      const named = await p.call<{ apps: object[] }>(
        "GET",
        `${path}?include_creator_username=true`,
      );
      expect(named.apps).toEqual([app]);
      expect(await p.call("GET", `${path}?search_keyword=nothing`)).toEqual({ apps: [] });
      await p.call("PATCH", `${path}/${id}`, { scopes: ["jobs"] });
      expect(await p.call("GET", `${path}/${id}`)).toMatchObject({
        scopes: ["jobs"],
        redirect_urls: request.redirect_urls,
      });
      await p.call("DELETE", `${path}/${id}`);
      expect(await p.error("GET", `${path}/${id}`)).toMatchObject({
        status: 404,
        errorCode: "RESOURCE_DOES_NOT_EXIST",
      });
      expect(await p.error("POST", path, { name: "x", redirect_urls: ["/x"] })).toMatchObject({
        status: 400,
        errorCode: "INVALID_PARAMETER_VALUE",
        message: expect.stringContaining("redirect_urls: '/x'") as string,
      });
    },
  );
});

describe("published applications", () => {
  proof(
    [
      "oauth2.OAuthPublishedAppsAPI.list",
      "oauth2.PublishedAppIntegrationAPI.create",
      "oauth2.PublishedAppIntegrationAPI.get",
      "oauth2.PublishedAppIntegrationAPI.list",
      "oauth2.PublishedAppIntegrationAPI.update",
      "oauth2.PublishedAppIntegrationAPI.delete",
    ],
    "are listed, enabled and disabled",
    async (p) => {
      const { at } = accountOf(p);
      const { apps } = await p.call<{ apps: { app_id: string }[] }>(
        "GET",
        at("oauth2/published-apps"),
      );
      const app_id = apps.at(-1)?.app_id;
      const path = at("oauth2/published-app-integrations");
      const { integration_id: id } = await p.call("POST", path, { app_id });
      expect(await p.error("POST", path, { app_id })).toMatchObject({ status: 409 });
      const token_access_policy = { refresh_token_ttl_in_minutes: 60 };
      await p.call("PATCH", `${path}/${String(id)}`, { token_access_policy });
      const found = await p.call("GET", `${path}/${String(id)}`);
      expect(found).toMatchObject({ app_id, integration_id: id, token_access_policy });
      expect(await p.call("GET", path)).toEqual({ apps: [found] });
      await p.call("DELETE", `${path}/${String(id)}`);
      expect(await p.call("GET", path)).toEqual({ apps: [] });
    },
  );
});

describe("federation policies", () => {
  const oidc_policy = { issuer: "https://idp.example", audiences: ["databricks"] };

  proof(
    [
      "oauth2.AccountFederationPolicyAPI.create",
      "oauth2.AccountFederationPolicyAPI.get",
      "oauth2.AccountFederationPolicyAPI.list",
      "oauth2.AccountFederationPolicyAPI.update",
      "oauth2.AccountFederationPolicyAPI.delete",
    ],
    "of the account are made, changed and removed",
    async (p) => {
      const path = accountOf(p).at("federationPolicies");
      const made = await p.call<FederationPolicy>("POST", `${path}?policy_id=idp`, { oidc_policy });
      expect(made).toMatchObject({
        name: `accounts/${p.workspace.accountId}/federationPolicies/idp`,
        oidc_policy,
      });
      expect(await p.call("GET", `${path}/idp`)).toEqual(made);
      expect(await p.call("GET", path)).toEqual({ policies: [made] });
      const mask = "update_mask=description,oidc_policy.audiences";
      const changed = await p.call("PATCH", `${path}/idp?${mask}`, { description: "ours" });
      expect(changed).toMatchObject({
        description: "ours",
        oidc_policy: { issuer: oidc_policy.issuer },
      });
      expect(await p.error("POST", `${path}?policy_id=idp`, { oidc_policy })).toMatchObject({
        status: 409,
        errorCode: "ALREADY_EXISTS",
      });
      await p.call("DELETE", `${path}/idp`);
      expect(await p.error("GET", `${path}/idp`)).toMatchObject({ status: 404 });
    },
  );

  proof(
    [
      "oauth2.ServicePrincipalFederationPolicyAPI.create",
      "oauth2.ServicePrincipalFederationPolicyAPI.get",
      "oauth2.ServicePrincipalFederationPolicyAPI.list",
      "oauth2.ServicePrincipalFederationPolicyAPI.update",
      "oauth2.ServicePrincipalFederationPolicyAPI.delete",
    ],
    "of a service principal are made, changed and removed",
    async (p) => {
      const { at, robot } = accountOf(p);
      const { id } = await robot();
      const path = at(`servicePrincipals/${id}/federationPolicies`);
      const policy = { oidc_policy: { ...oidc_policy, subject: "repo:acme/app" } };
      const made = await p.call<FederationPolicy>("POST", path, policy);
      expect(made).toMatchObject({ ...policy, service_principal_id: Number(id) });
      const own = `${path}/${made.policy_id}`;
      expect(await p.call("GET", own)).toEqual(made);
      expect(await p.call("GET", path)).toEqual({ policies: [made] });
      expect(await p.call("PATCH", own, { ...policy, description: "ci" })).toMatchObject({
        description: "ci",
      });
      expect(await p.error("POST", path, { oidc_policy })).toMatchObject({
        status: 400,
        message: expect.stringContaining("oidc_policy.subject is missing") as string,
      });
      await p.call("DELETE", own);
      expect(await p.call("GET", path)).toEqual({ policies: [] });
    },
  );
});
