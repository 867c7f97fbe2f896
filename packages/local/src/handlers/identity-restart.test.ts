import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { startLocalWorkspace, type LocalWorkspace } from "../server.js";
import { call } from "../testing/call.js";

const SCIM = "/api/2.0/preview/scim/v2";
const CLUSTER = { spark_version: "16.4.x-scala2.12", node_type_id: "i3.xlarge", num_workers: 0 };

let folder = "";
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "databricks-local-"));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

async function during<T>(work: (workspace: LocalWorkspace) => Promise<T>): Promise<T> {
  const users = [{ userName: "bob@example.com", token: "dapi-bob" }];
  const workspace = await startLocalWorkspace({ folder, clock: "manual", users });
  try {
    return await work(workspace);
  } finally {
    await workspace.close();
  }
}

/** All that is said of people, permissions and addresses. */
async function said(workspace: LocalWorkspace, cluster: string): Promise<readonly unknown[]> {
  const account = `/api/2.0/accounts/${workspace.accountId}`;
  return Promise.all(
    [
      `${SCIM}/Users`,
      `${SCIM}/Groups`,
      `${SCIM}/ServicePrincipals`,
      `${account}/scim/v2/Users`,
      `${account}/workspaces/${workspace.workspaceId}/permissionassignments`,
      `/api/2.0/permissions/clusters/${cluster}`,
      "/api/2.0/ip-access-lists",
      "/api/2.0/workspace-conf?keys=enableIpAccessLists",
    ].map((path) => call(workspace, "GET", path)),
  );
}

describe("a folder that is opened again", () => {
  it("has its people with their groups, rights and tokens", async () => {
    const before = await during(async (workspace) => {
      const post = <T>(path: string, body: object): Promise<T> =>
        call<T>(workspace, "POST", path, body);
      const eve = await post<{ id: string }>(`${SCIM}/Users`, { userName: "eve@example.com" });
      await post(`${SCIM}/Groups`, { displayName: "team", members: [{ value: eve.id }] });
      const robot = await post<{ applicationId: string }>(`${SCIM}/ServicePrincipals`, {});
      const { token_value: token } = await post<{ token_value: string }>(
        "/api/2.0/token-management/on-behalf-of/tokens",
        { application_id: robot.applicationId },
      );
      const { cluster_id: cluster } = await post<{ cluster_id: string }>(
        "/api/2.1/clusters/create",
        CLUSTER,
      );
      await call(workspace, "PATCH", `/api/2.0/permissions/clusters/${cluster}`, {
        access_control_list: [{ group_name: "team", permission_level: "CAN_RESTART" }],
      });
      const list = { label: "a", list_type: "ALLOW", ip_addresses: ["127.0.0.1"] };
      await post("/api/2.0/ip-access-lists", list);
      await call(workspace, "PATCH", "/api/2.0/workspace-conf", { enableIpAccessLists: "true" });
      return { token, robot, cluster, said: await said(workspace, cluster) };
    });
    await during(async (workspace) => {
      expect(await said(workspace, before.cluster)).toEqual(before.said);
      const me = await call(workspace, "GET", `${SCIM}/Me`, undefined, { token: before.token });
      expect(me).toMatchObject({ userName: before.robot.applicationId });
      const bob = await call(workspace, "GET", `${SCIM}/Me`, undefined, { token: "dapi-bob" });
      expect(bob).toMatchObject({ userName: "bob@example.com", groups: [{ display: "users" }] });
      await workspace.reset();
      expect(await call(workspace, "GET", `${SCIM}/Users`)).toMatchObject({ totalResults: 2 });
      await call(workspace, "GET", `${SCIM}/Me`, undefined, { token: "dapi-bob" });
    });
  });
});
