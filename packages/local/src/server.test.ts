import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { startLocalWorkspace, type LocalWorkspace } from "./server.js";
import { call, CallError, send } from "./testing/call.js";
import { proof } from "./testing/proof.js";

const CREATE = "/api/2.1/clusters/create";
const spec = {
  cluster_name: "c",
  spark_version: "15.4.x-scala2.12",
  node_type_id: "i3.xlarge",
  num_workers: 1,
};

function create(workspace: LocalWorkspace): Promise<{ cluster_id: string }> {
  return call<{ cluster_id: string }>(workspace, "POST", CREATE, spec);
}

describe("a local workspace", () => {
  it("is found by the discovery document, and says who it is", async () => {
    await using workspace = await startLocalWorkspace({ userName: "ada@example.com" });
    const { host, accountId, workspaceId, token } = workspace;
    const config = await call(workspace, "GET", "/.well-known/databricks-config", undefined, {
      token: null,
    });
    expect(config).toEqual({
      oidc_endpoint: `${host}/oidc`,
      account_id: accountId,
      workspace_id: String(workspaceId),
      cloud: "AWS",
      host_type: "unified",
      token_federation_default_oidc_audiences: [accountId],
    });
    expect(host).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/);
    expect(token).toMatch(/^dapi[0-9a-f]{32}$/);
    expect(String(workspaceId)).toMatch(/^\d{16}$/);
    expect(accountId).toMatch(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/);
    expect(workspace.env()).toEqual({
      DATABRICKS_HOST: host,
      DATABRICKS_TOKEN: token,
      DATABRICKS_ACCOUNT_ID: accountId,
    });
    const me = await send(workspace, "GET", "/api/2.0/preview/scim/v2/Me");
    expect(me.headers.get("x-databricks-org-id")).toBe(String(workspaceId));
    expect(await me.json()).toMatchObject({ userName: "ada@example.com" });
  });

  it("takes telemetry", async () => {
    await using workspace = await startLocalWorkspace();
    const answer = await call(workspace, "POST", "/telemetry-ext", {}, { token: null });
    expect(answer).toEqual({ errors: [], numProtoSuccess: 1 });
  });

  it("shows a state at least once before it passes, and then does not make one wait", async () => {
    await using workspace = await startLocalWorkspace();
    const { cluster_id } = await create(workspace);
    const path = `/api/2.1/clusters/get?cluster_id=${cluster_id}`;
    const states: unknown[] = [];
    do states.push((await call(workspace, "GET", path))["state"]);
    while (states.at(-1) !== "RUNNING" && states.length < 50);
    expect(states[0]).toBe("PENDING");
    expect(states.at(-1)).toBe("RUNNING");
  });

  it("forgets everything but who it is when it is reset", async () => {
    await using workspace = await startLocalWorkspace();
    await create(workspace);
    workspace.faults.add({ match: "* /**", status: 500 });
    await workspace.reset();
    expect(workspace.journal.entries()).toEqual([]);
    expect(await call(workspace, "GET", "/api/2.1/clusters/list")).not.toHaveProperty("clusters.0");
    expect(workspace.coverage().some(({ implemented }) => implemented)).toBe(true);
  });

  it("is the same one again when it is started again on its folder", async () => {
    const folder = mkdtempSync(join(tmpdir(), "databricks-local-server-"));
    try {
      const first = await startLocalWorkspace({ folder });
      const { cluster_id } = await create(first);
      await expect(startLocalWorkspace({ folder })).rejects.toThrow("is in use by another");
      await first.close();
      const second = await startLocalWorkspace({ folder });
      const { token, accountId, workspaceId } = second;
      expect({ token, accountId, workspaceId }).toEqual({
        token: first.token,
        accountId: first.accountId,
        workspaceId: first.workspaceId,
      });
      const found = await call(second, "GET", `/api/2.1/clusters/get?cluster_id=${cluster_id}`);
      expect(found["cluster_name"]).toBe("c");
      await second.reset();
      const gone = call(second, "GET", `/api/2.1/clusters/get?cluster_id=${cluster_id}`);
      await expect(gone).rejects.toBeInstanceOf(CallError);
      await second.close();
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });

  it("says that a port is taken", async () => {
    await using workspace = await startLocalWorkspace();
    const port = Number(new URL(workspace.host).port);
    await expect(startLocalWorkspace({ port })).rejects.toThrow(
      `127.0.0.1:${port} is in use by another program`,
    );
  });

  it("can be closed twice, and no longer answers", async () => {
    const workspace = await startLocalWorkspace();
    await Promise.all([workspace.close(), workspace.close()]);
    await expect(call(workspace, "GET", "/_local/health")).rejects.toThrow("fetch failed");
  });

  proof(
    ["provisioning.WorkspacesAPI.create", "provisioning.WorkspacesAPI.get"],
    "keeps provisioned workspaces apart, each with the administrator's token",
    async ({ workspace, call, error }) => {
      const path = `/api/2.0/accounts/${workspace.accountId}/workspaces`;
      const made = await call<{ workspace_id: number; workspace_status: string }>("POST", path, {
        workspace_name: "second",
        aws_region: "eu-west-1",
      });
      expect(made.workspace_status).not.toBe("RUNNING");
      const headers = { "x-databricks-workspace-id": String(made.workspace_id) };
      const early = await error("POST", CREATE, spec, { headers });
      expect(early.errorCode).toBe("RESOURCE_DOES_NOT_EXIST");
      const one = `${path}/${made.workspace_id}`;
      const states: string[] = [];
      do states.push((await call<{ workspace_status: string }>("GET", one)).workspace_status);
      while (states.at(-1) !== "RUNNING" && states.length < 50);
      expect(states.slice(-2)).toEqual(["PROVISIONING", "RUNNING"]);
      await call("POST", CREATE, spec, { headers });
      const there = await call<{ clusters?: unknown[] }>(
        "GET",
        "/api/2.1/clusters/list",
        undefined,
        {
          headers,
        },
      );
      const here = await call<{ clusters?: unknown[] }>("GET", "/api/2.1/clusters/list");
      expect([there.clusters?.length, here.clusters?.length ?? 0]).toEqual([1, 0]);
    },
    { undocumented: ["is_no_public_ip_enabled"] },
  );
});
