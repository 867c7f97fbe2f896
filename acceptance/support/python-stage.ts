import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type LocalWorkspace, startLocalWorkspace } from "databricks-local";
import { AccountClient, WorkspaceClient } from "databricks-sdk-ts";

/** Who a test signs in as. */
export type Actor = "account" | "person" | "robot";

type Variables = Readonly<Record<string, string>>;

/** A workspace furnished as the integration tests of the Python SDK expect it. */
export class PythonStage implements AsyncDisposable {
  readonly local: LocalWorkspace;
  /** Where programs find themselves at home: no profiles of the machine's user are there. */
  readonly home: string = mkdtempSync(join(tmpdir(), "databricks-sdk-ts-py-"));
  #furniture: Variables = {};
  #robot = { id: "", secret: "" };

  private constructor(local: LocalWorkspace) {
    this.local = local;
  }

  static async open(): Promise<PythonStage> {
    const stage = new PythonStage(await startLocalWorkspace());
    await stage.#furnish();
    return stage;
  }

  /** The variables that steer the tests. */
  variables(actor: Actor): Variables {
    const { host, accountId, workspaceId } = this.local;
    const { id, secret } = this.#robot;
    return {
      ...this.#furniture,
      ...(actor === "robot"
        ? { DATABRICKS_HOST: host, DATABRICKS_CLIENT_ID: id, DATABRICKS_CLIENT_SECRET: secret }
        : this.local.env()),
      CLOUD_ENV: "ucws",
      CLOUD_PROVIDER: "AWS",
      HOME: this.home,
      UNIFIED_HOST: host,
      TEST_ACCOUNT_ID: accountId,
      TEST_DATABRICKS_CLIENT_ID: id,
      TEST_DATABRICKS_CLIENT_SECRET: secret,
      TEST_ENVIRONMENT_TYPE: actor === "account" ? "UC_ACCOUNT" : "UC_WORKSPACE",
      TEST_METASTORE_ID: "metastore",
      TEST_WORKSPACE_ID: String(workspaceId),
      THIS_WORKSPACE_ID: String(workspaceId),
    };
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.local.close();
    rmSync(this.home, { recursive: true, force: true });
  }

  async #furnish(): Promise<void> {
    const { host, token, accountId } = this.local;
    await using w = new WorkspaceClient({ host, token, env: {} });
    await using a = new AccountClient({ host, token, accountId, env: {} });
    this.#furniture = {
      ...(await compute(w)),
      SERVING_ENDPOINT_NAME: await servingEndpoint(w),
    };
    this.#robot = await this.#administrator(a);
    // Why: the tests want a workspace in use, with folders and jobs.
    for (const path of ["/FileStore", "/tmp"]) await w.dbfs.mkdirs({ path });
    await w.jobs.create({ name: "known" });
  }

  async #administrator(a: AccountClient): Promise<{ id: string; secret: string }> {
    const roles = [{ value: "account_admin" }];
    const robot = await a.servicePrincipals.create({ displayName: "robot", active: true, roles });
    await a.workspaceAssignment.update({
      workspace_id: this.local.workspaceId,
      principal_id: Number(robot.id),
      permissions: ["ADMIN"],
    });
    const of = { service_principal_id: robot.id ?? "" };
    const { secret = "" } = await a.servicePrincipalSecrets.create(of);
    return { id: robot.applicationId ?? "", secret };
  }
}

/** A pool, and a cluster that has been stopped and started again. */
async function compute(w: WorkspaceClient): Promise<Variables> {
  const node_type_id = await w.clusters.selectNodeType({ localDisk: true });
  const pool = await w.instancePools.create({ instance_pool_name: "shared", node_type_id });
  const { cluster_id = "" } = await w.clusters.createAndWait({
    cluster_name: "shared",
    spark_version: await w.clusters.selectSparkVersion({ longTermSupport: true }),
    node_type_id,
    num_workers: 0,
  });
  await w.clusters.deleteAndWait({ cluster_id });
  await w.clusters.startAndWait({ cluster_id });
  return {
    TEST_DEFAULT_CLUSTER_ID: cluster_id,
    TEST_INSTANCE_POOL_ID: pool.instance_pool_id ?? "",
  };
}

/** One with an address of its own, for which tokens are exchanged. */
async function servingEndpoint(w: WorkspaceClient): Promise<string> {
  const entity = { entity_name: "main.default.model", entity_version: "1" };
  const { name = "" } = await w.servingEndpoints.createAndWait({
    name: "model",
    route_optimized: true,
    config: {
      served_entities: [{ ...entity, workload_size: "Small", scale_to_zero_enabled: true }],
    },
  });
  return name;
}
