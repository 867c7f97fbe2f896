// The main job from end to end. Without settings it runs on the embedded local workspace: no account,
// no network. With DATABRICKS_HOST and credentials (or DATABRICKS_CONFIG_PROFILE) set, the same
// program runs on that workspace, and asks before it creates anything (`--yes` answers for you).
import { setTimeout } from "node:timers/promises";
import {
  AccountClient,
  DatabricksError,
  JobRunFailed,
  NotFound,
  ResourceDoesNotExist,
  WorkspaceClient,
} from "databricks-sdk-ts";
import { confirm, note, step, title, warn } from "./support/terminal.js";

const suffix = Date.now().toString(36);

const program = `
import platform, sys
print(f"Hello, {sys.argv[1]}, from Python {platform.python_version()}")
print("The sum of the first 100 squares is", sum(n * n for n in range(1, 101)))
`;

async function main(): Promise<void> {
  const real = process.env["DATABRICKS_HOST"] ?? process.env["DATABRICKS_CONFIG_PROFILE"];
  if (real) {
    title(`On ${real}`);
    const account = process.env["DATABRICKS_ACCOUNT_ID"] ? "a workspace in the account, " : "";
    note(`This creates ${account}a cluster, a file, three jobs and two runs.`);
    note("All but the history of the runs is removed again.");
    const agreed = process.argv.includes("--yes") || (await confirm("  Go on?"));
    if (!agreed) return note("Nothing was created. Say yes at the prompt, or pass --yes.");
    return tour();
  }
  const { startLocalWorkspace } = await import("databricks-local");
  await using local = await startLocalWorkspace();
  Object.assign(process.env, local.env());
  title("On a local workspace of your own");
  note(`${local.host}, which ends with this program`);
  await tour();
}

async function tour(): Promise<void> {
  await using w = new WorkspaceClient();
  title("Signing in");
  // Why a timeout: a host that does not answer is otherwise tried for minutes.
  const me = await step("ask who I am", () => w.currentUser.me({}, { timeout: 10_000 }));
  note(me.userName ?? "");
  if (w.config.accountId) await provisionWorkspace();
  else warn("DATABRICKS_ACCOUNT_ID is not set, so no account workspace is provisioned");

  const clusterId = await createCluster(w);
  const path = `/tmp/quickstart-${suffix}.py`;
  try {
    await writeProgram(w, path);
    await runProgram(w, path);
    await listJobsAndRuns(w, path);
    await handleError(w);
  } finally {
    title("Cleaning up");
    await step("delete the cluster and the program", async () => {
      await w.clusters.permanentDelete({ cluster_id: clusterId });
      await w.dbfs.delete({ path });
    });
    console.log();
  }
}

async function provisionWorkspace(): Promise<void> {
  title("Provisioning an account workspace");
  await using a = new AccountClient();
  const credentials = await step("create credentials", () =>
    a.credentials.create({
      credentials_name: `quickstart-${suffix}`,
      aws_credentials: {
        sts_role: {
          role_arn:
            process.env["QUICKSTART_ROLE_ARN"] ?? "arn:aws:iam::123456789012:role/databricks",
        },
      },
    }),
  );
  const storage = await step("create a storage configuration", () =>
    a.storage.create({
      storage_configuration_name: `quickstart-${suffix}`,
      root_bucket_info: { bucket_name: process.env["QUICKSTART_BUCKET"] ?? "quickstart-root" },
    }),
  );
  const workspace = await step("create the workspace and wait for it", () =>
    a.workspaces.createAndWait(
      {
        workspace_name: `quickstart-${suffix}`,
        aws_region: process.env["QUICKSTART_REGION"] ?? "eu-west-1",
        credentials_id: credentials.credentials_id ?? "",
        storage_configuration_id: storage.storage_configuration_id ?? "",
      },
      { onProgress: ({ workspace_status }) => note(workspace_status ?? "") },
    ),
  );
  note(`${workspace.workspace_name} has id ${workspace.workspace_id}`);
  await step("delete it again and wait until it is gone", async () => {
    const workspace_id = workspace.workspace_id ?? 0;
    await a.workspaces.delete({ workspace_id });
    while (await exists(() => a.workspaces.get({ workspace_id }))) await setTimeout(1_000);
    await a.storage.delete({ storage_configuration_id: storage.storage_configuration_id ?? "" });
    await a.credentials.delete({ credentials_id: credentials.credentials_id ?? "" });
  });
}

async function exists(get: () => Promise<unknown>): Promise<boolean> {
  try {
    await get();
    return true;
  } catch (error) {
    if (error instanceof NotFound) return false;
    throw error;
  }
}

/** What every cluster here is made of. */
async function size(
  w: WorkspaceClient,
): Promise<{ spark_version: string; node_type_id: string; num_workers: number }> {
  const spark_version = await w.clusters.selectSparkVersion({ longTermSupport: true });
  const node_type_id = await w.clusters.selectNodeType({ localDisk: true });
  return { spark_version, node_type_id, num_workers: 1 };
}

async function createCluster(w: WorkspaceClient): Promise<string> {
  title("A cluster");
  const spec = await step("select a Spark version and a node type", () => size(w));
  note(`${spec.spark_version} on ${spec.node_type_id}`);
  const cluster = await step("create it and wait until it runs", () =>
    w.clusters.createAndWait(
      { ...spec, cluster_name: `quickstart-${suffix}`, autotermination_minutes: 15 },
      { onProgress: ({ state }) => note(state ?? "") },
    ),
  );
  return cluster.cluster_id ?? "";
}

async function writeProgram(w: WorkspaceClient, path: string): Promise<void> {
  title("A Python program");
  await step(`write it to dbfs:${path}`, async () => {
    await using file = await w.dbfs.open(path, { write: true, overwrite: true });
    await file.write(program);
  });
}

async function runProgram(w: WorkspaceClient, path: string): Promise<void> {
  title("A run of it");
  const new_cluster = await size(w);
  const waiter = await w.jobs.submit({
    run_name: `quickstart-${suffix}`,
    tasks: [
      {
        task_key: "hello",
        spark_python_task: { python_file: `dbfs:${path}`, parameters: ["Databricks"] },
        new_cluster,
      },
    ],
  });
  try {
    const run = await step(`wait for run ${waiter.response.run_id}`, () =>
      waiter.result({ onProgress: ({ state }) => note(state?.life_cycle_state ?? "") }),
    );
    const output = await w.jobs.getRunOutput({ run_id: run.tasks?.[0]?.run_id ?? 0 });
    console.log("  The program printed:");
    note(output.logs ?? "");
  } catch (error) {
    if (!(error instanceof JobRunFailed)) throw error;
    warn(error.message);
  }
}

async function listJobsAndRuns(w: WorkspaceClient, path: string): Promise<void> {
  title("Jobs and runs, page by page");
  const ids: (number | bigint)[] = [];
  const spark_python_task = { python_file: `dbfs:${path}`, parameters: ["jobs"] };
  await step("create three jobs and start one", async () => {
    for (const name of ["one", "two", "three"]) {
      const new_cluster = await size(w);
      const tasks = [{ task_key: "hello", spark_python_task, new_cluster }];
      const job = await w.jobs.create({ name: `quickstart-${suffix}-${name}`, tasks });
      ids.push(job.job_id ?? 0);
    }
    const started = await w.jobs.runNow({ job_id: ids[0] ?? 0 });
    await started.result({ throwOnFailure: false });
  });
  await step("list them, two to a page", async () => {
    let page = 0;
    for await (const { items } of w.jobs.list({ limit: 2 }).pages()) {
      page += 1;
      for (const job of items) {
        const runs = await w.jobs.listRuns({ job_id: job.job_id ?? 0 }).toArray();
        note(`page ${page}: ${job.settings?.name}, runs: ${runs.length}`);
      }
    }
  });
  await step("delete them", async () => {
    for (const job_id of ids) await w.jobs.delete({ job_id });
  });
}

async function handleError(w: WorkspaceClient): Promise<void> {
  title("An error, handled by its class");
  try {
    await w.clusters.get({ cluster_id: "0101-000000-missing1" });
  } catch (error) {
    if (!(error instanceof ResourceDoesNotExist)) throw error;
    note(`${error.name}: ${error.message}`);
  }
}

try {
  await main();
} catch (error) {
  if (!(error instanceof DatabricksError)) throw error;
  warn(`${error.name}: ${error.message}`);
  if (error.cause instanceof DatabricksError) warn(`because of ${error.cause.message}`);
  process.exitCode = 1;
}
