import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
  type LocalWorkspace,
  type LocalWorkspaceOptions,
  startLocalWorkspace,
} from "databricks-local";
import { AccountClient, WorkspaceClient } from "databricks-sdk-ts";

/** Who a test signs in as. */
export type Actor = "person" | "robot";

type Variables = Readonly<Record<string, string>>;

/** A workspace furnished as the integration tests of the Go SDK expect it, for one of them. */
export class GoStage implements AsyncDisposable {
  readonly local: LocalWorkspace;
  readonly #folder: string = mkdtempSync(join(tmpdir(), "databricks-sdk-ts-go-"));
  #furniture: Variables = {};
  #robot: Variables = {};

  private constructor(local: LocalWorkspace) {
    this.local = local;
  }

  static async open(options: LocalWorkspaceOptions): Promise<GoStage> {
    const stage = new GoStage(await startLocalWorkspace(options));
    await stage.#furnish();
    return stage;
  }

  /** The variables that steer the tests. */
  variables(actor: Actor): Variables {
    const { host, token, accountId, workspaceId } = this.local;
    const id = String(workspaceId);
    return {
      ...this.#furniture,
      ...(actor === "robot" ? this.#robot : this.#person()),
      DATABRICKS_HOST: host,
      DATABRICKS_ACCOUNT_ID: accountId,
      UNIFIED_HOST: host,
      TEST_ACCOUNT_ID: accountId,
      TEST_DATABRICKS_CLIENT_ID: this.#robot["DATABRICKS_CLIENT_ID"] ?? "",
      TEST_DATABRICKS_CLIENT_SECRET: this.#robot["DATABRICKS_CLIENT_SECRET"] ?? "",
      TEST_WORKSPACE_ID: id,
      THIS_WORKSPACE_ID: id,
      DUMMY_WORKSPACE_ID: id,
      ...(actor === "person" && { DATABRICKS_TOKEN: token }),
      ...cloud,
    };
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.local.close();
    rmSync(this.#folder, { recursive: true, force: true });
  }

  #person(): Variables {
    const { host, token } = this.local;
    const file = join(this.#folder, "databrickscfg");
    writeFileSync(file, `[local]\nhost = ${host}\ntoken = ${token}\n`);
    return { DATABRICKS_CONFIG_FILE: file, DATABRICKS_CONFIG_PROFILE: "local" };
  }

  async #furnish(): Promise<void> {
    const { host, token, accountId, workspaceId } = this.local;
    await using w = new WorkspaceClient({ host, token, env: {} });
    await using a = new AccountClient({ host, token, accountId, env: {} });
    const node_type_id = "i3.xlarge";
    const { response: cluster } = await w.clusters.create({
      cluster_name: "shared",
      spark_version: await w.clusters.selectSparkVersion({ longTermSupport: true }),
      node_type_id,
      num_workers: 0,
    });
    const pool = await w.instancePools.create({ instance_pool_name: "shared", node_type_id });
    const clusterId = cluster.cluster_id ?? "";
    this.#furniture = {
      TEST_DEFAULT_CLUSTER_ID: clusterId,
      TEST_GO_SDK_CLUSTER_ID: clusterId,
      TEST_INSTANCE_POOL_ID: pool.instance_pool_id ?? "",
    };

    const roles = [{ value: "account_admin" }];
    const robot = await a.servicePrincipals.create({ displayName: "robot", active: true, roles });
    const principal_id = Number(robot.id);
    const permissions = ["ADMIN"];
    await a.workspaceAssignment.update({ workspace_id: workspaceId, principal_id, permissions });
    const of = { service_principal_id: robot.id ?? "" };
    const { secret = "" } = await a.servicePrincipalSecrets.create(of);
    this.#robot = {
      DATABRICKS_CLIENT_ID: robot.applicationId ?? "",
      DATABRICKS_CLIENT_SECRET: secret,
    };
  }
}

const role = "arn:aws:iam::123456789012:role";

/** What the tests name of a cloud; nothing of it has to be there. */
const cloud: Variables = {
  AWS_REGION: "us-east-1",
  CLOUD_ENV: "aws",
  CLOUD_PROVIDER: "aws",
  TEST_BUCKET: "bucket",
  TEST_CROSSACCOUNT_ARN: `${role}/cross-account`,
  TEST_DATA_ENG_GROUP: "users",
  TEST_DEFAULT_WAREHOUSE_ID: "warehouse",
  TEST_LOGDELIVERY_ARN: `${role}/log-delivery`,
  TEST_MANAGED_KMS_KEY_ARN: "arn:aws:kms:us-east-1:123456789012:key/0",
  TEST_METASTORE_DATA_ACCESS_ARN: `${role}/data-access`,
  TEST_METASTORE_ID: "metastore",
  TEST_RELAY_VPC_ENDPOINT: "vpce-relay",
  TEST_ROOT_BUCKET: "root-bucket",
  TEST_STORAGE_KMS_KEY_ALIAS: "alias/key",
};
