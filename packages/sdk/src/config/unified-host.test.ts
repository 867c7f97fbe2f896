import { describe, expect, it } from "vitest";
import type { HttpRequest } from "../http/index.js";
import { AccountClient, WorkspaceClient } from "../index.js";
import type { ClientOptions } from "../index.js";
import { jsonResponse } from "./testing/fake-context.js";

const host = "https://acme.databricks.com";
const accountId = "99999999-8888-7777-6666-555555555555";
const routing = "x-databricks-workspace-id";

/** A host that serves an account and its workspaces, as its metadata tells. */
function unifiedHost(): { readonly seen: HttpRequest[]; readonly options: ClientOptions } {
  const seen: HttpRequest[] = [];
  const answers: Readonly<Record<string, unknown>> = {
    "/.well-known/databricks-config": {
      oidc_endpoint: `${host}/oidc/accounts/{account_id}`,
      account_id: accountId,
      host_type: "unified",
    },
    [`/oidc/accounts/${accountId}/.well-known/oauth-authorization-server`]: {
      authorization_endpoint: `${host}/oidc/accounts/${accountId}/v1/authorize`,
      token_endpoint: `${host}/oidc/accounts/${accountId}/v1/token`,
    },
    [`/api/2.0/accounts/${accountId}/workspaces`]: [],
    [`/oidc/accounts/${accountId}/v1/token`]: {
      access_token: "t",
      token_type: "Bearer",
      expires_in: 3600,
    },
  };
  const transport = {
    async send(request: HttpRequest) {
      seen.push(request);
      return jsonResponse(answers[new URL(request.url).pathname] ?? {});
    },
  };
  return { seen, options: { host, clientId: "c", clientSecret: "s", transport, env: {} } };
}

describe("a unified host", () => {
  it("is told the workspace by a header of each workspace call, whoever wrote its method", async () => {
    const { seen, options } = unifiedHost();
    const w = new WorkspaceClient({ ...options, workspaceId: "123" });
    await w.currentUser.me();
    await w.clusters.list().toArray();
    await w.clusters.selectSparkVersion({ latest: true }).catch(() => undefined);
    await w.dbfs.list({ path: "/" }).toArray();
    await w.users.list().toArray();
    await w.apiClient.request({ method: "GET", path: "/api/2.0/preview" });
    const calls = seen.filter(({ url }) => url.startsWith(`${host}/api/`));
    expect(calls.length).toBe(6);
    expect(calls.map(({ headers }) => headers[routing])).toEqual(calls.map(() => "123"));
    const others = seen.filter(({ url }) => !url.startsWith(`${host}/api/`));
    expect(others.filter(({ headers }) => routing in headers)).toEqual([]);
  });

  it("gives one sign-in for the account and all of its workspaces", async () => {
    const { seen, options } = unifiedHost();
    const a = new AccountClient({ ...options, workspaceId: "123" });
    await a.workspaces.list().toArray();
    expect(a.config.accountId).toBe(accountId);
    expect(a.config.authType).toBe("oauth-m2m");
    const [call] = seen.filter(({ url }) => url.startsWith(`${host}/api/`));
    expect(call?.url).toBe(`${host}/api/2.0/accounts/${accountId}/workspaces`);
    expect(call?.headers).toMatchObject({ authorization: "Bearer t" });
    expect(call?.headers).not.toHaveProperty(routing);
    expect(seen.filter(({ method }) => method === "POST").map(({ url }) => url)).toEqual([
      `${host}/oidc/accounts/${accountId}/v1/token`,
    ]);
  });

  it("needs no header without a workspace id", async () => {
    const { seen, options } = unifiedHost();
    await new WorkspaceClient(options).currentUser.me();
    expect(seen.filter(({ headers }) => routing in headers)).toEqual([]);
  });
});
