import {
  type AccountClient,
  NotFound,
  type provisioning,
  type WorkspaceClient,
} from "databricks-sdk-ts";
import { describe, expect, it } from "vitest";
import { failure, Lab } from "./support/lab.js";

/** One more workspace of the account. */
async function create(a: AccountClient, name: string): Promise<provisioning.Workspace> {
  const role_arn = "arn:aws:iam::123456789012:role/cross-account";
  const { credentials_id = "" } = await a.credentials.create({
    credentials_name: name,
    aws_credentials: { sts_role: { role_arn } },
  });
  const { storage_configuration_id = "" } = await a.storage.create({
    storage_configuration_name: name,
    root_bucket_info: { bucket_name: `bucket-${name}` },
  });
  const aws_region = "eu-west-1";
  const parts = { aws_region, credentials_id, storage_configuration_id };
  return a.workspaces.createAndWait({ workspace_name: name, ...parts });
}

async function scopes(w: WorkspaceClient): Promise<readonly (string | undefined)[]> {
  return (await w.secrets.listScopes().toArray()).map(({ name }) => name);
}

describe("the workspaces of an account", () => {
  it("are reached by clients of their own, in every way there is", async () => {
    await using lab = await Lab.open();
    const a = lab.account();
    const [one, two] = [await create(a, "one"), await create(a, "two")];
    const [w1, w2] = [a.getWorkspaceClient(one), a.getWorkspaceClient(two)];
    expect(await w1.getWorkspaceId()).toBe(one.workspace_id);
    expect(await w2.getWorkspaceId()).toBe(two.workspace_id);
    expect(await lab.w.getWorkspaceId()).toBe(Number(lab.local.workspaceId));

    await w1.secrets.createScope({ scope: "of-one" });
    await w2.secrets.createScope({ scope: "of-two" });
    const seen = [await scopes(lab.w), await scopes(w1), await scopes(w2)];
    expect(seen).toEqual([[], ["of-one"], ["of-two"]]);

    await w1.dbutils.fs.put("/notes/a.txt", "one", true);
    await w1.workspace.upload("/Shared/a.py", "1");
    const volume = { catalog_name: "main", schema_name: "default", name: "v" };
    await w1.volumes.create({ ...volume, volume_type: "MANAGED" });
    const bytes = new Uint8Array(2 * 1024 * 1024).fill(1);
    // In parts, so that the addresses of storage belong to the workspace, too.
    const parts = { multipartThreshold: 0, partSize: 1024 * 1024 };
    await w1.files.upload("/Volumes/main/default/v/a.bin", bytes, parts);
    const back = await w1.files.download("/Volumes/main/default/v/a.bin");
    expect(Buffer.compare(await back.bytes(), bytes)).toBe(0);
    for (const other of [lab.w, w2]) {
      expect(await other.dbfs.exists("/notes/a.txt")).toBe(false);
      expect(await other.files.exists("/Volumes/main/default/v/a.bin")).toBe(false);
      const status = failure(other.workspace.getStatus({ path: "/Shared/a.py" }));
      expect(await status).toBeInstanceOf(NotFound);
    }
  });

  it("are reached with the client's own credentials, also those of a service principal", async () => {
    await using lab = await Lab.open();
    const { id = "", applicationId = "" } = await lab.w.servicePrincipals.create({});
    const service_principal_id = String(id);
    const { secret = "" } = await lab.w.servicePrincipalSecretsProxy.create({
      service_principal_id,
    });
    const one = await create(lab.account(), "one");
    await lab.account().workspaceAssignment.update({
      workspace_id: one.workspace_id ?? 0,
      principal_id: Number(id),
      permissions: ["USER"],
    });
    const a = lab.account({ token: undefined, clientId: applicationId, clientSecret: secret });
    const w1 = a.getWorkspaceClient(one);
    expect((await w1.currentUser.me()).userName).toBe(applicationId);
    expect(await w1.getWorkspaceId()).toBe(one.workspace_id);
  });

  it("that are not there are missed", async () => {
    await using lab = await Lab.open();
    const nowhere = lab.account().getWorkspaceClient({ workspace_id: 4711 });
    expect(await failure(nowhere.currentUser.me())).toBeInstanceOf(NotFound);
  });
});
