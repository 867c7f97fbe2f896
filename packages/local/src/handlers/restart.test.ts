import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { startLocalWorkspace, type LocalWorkspace } from "../server.js";
import { call } from "../testing/call.js";

let folder = "";
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "databricks-local-"));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

/** Starts on the folder, works, and ends again. */
async function during<T>(work: (workspace: LocalWorkspace) => Promise<T>): Promise<T> {
  const workspace = await startLocalWorkspace({ folder, clock: "manual" });
  try {
    return await work(workspace);
  } finally {
    await workspace.close();
  }
}

describe("a folder that is opened again", () => {
  it("has clusters, tokens and workspaces, which go on", async () => {
    const before = await during(async (workspace) => {
      const { cluster_id } = await call<{ cluster_id: string }>(
        workspace,
        "POST",
        "/api/2.1/clusters/create",
        { spark_version: "16.4.x-scala2.12", node_type_id: "i3.xlarge", num_workers: 0 },
      );
      const { token_value } = await call<{ token_value: string }>(
        workspace,
        "POST",
        "/api/2.0/token/create",
        {},
      );
      const { workspace_id } = await call<{ workspace_id: number }>(
        workspace,
        "POST",
        `/api/2.0/accounts/${workspace.accountId}/workspaces`,
        { workspace_name: "w", aws_region: "eu-west-1" },
      );
      return { cluster_id, token_value, workspace_id };
    });
    await during(async (workspace) => {
      const token = before.token_value;
      const states = async (): Promise<unknown[]> => {
        const cluster = await call(
          workspace,
          "GET",
          `/api/2.1/clusters/get?cluster_id=${before.cluster_id}`,
          undefined,
          { token },
        );
        const made = await call(
          workspace,
          "GET",
          `/api/2.0/accounts/${workspace.accountId}/workspaces/${before.workspace_id}`,
        );
        return [cluster["state"], made["workspace_status"]];
      };
      expect(await states()).toEqual(["PENDING", "PROVISIONING"]);
      workspace.clock.advance(60_000);
      expect(await states()).toEqual(["RUNNING", "RUNNING"]);
    });
  });
});
