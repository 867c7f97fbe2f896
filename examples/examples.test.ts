import { execFile } from "node:child_process";
import { mkdtempSync, readdirSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { type LocalWorkspace, startLocalWorkspace } from "databricks-local";
import { WorkspaceClient } from "databricks-sdk-ts";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { runExample } from "./support/run-example.js";

const run = promisify(execFile);
const folder = fileURLToPath(new URL(".", import.meta.url));
let local: LocalWorkspace;
let w: WorkspaceClient;

beforeAll(async () => {
  local = await startLocalWorkspace();
  w = new WorkspaceClient({ host: local.host, token: local.token });
});

afterAll(async () => {
  await w.close();
  await local.close();
});

const example = (
  name: string,
  args: readonly string[] = [],
  env: Readonly<Record<string, string>> = {},
): Promise<string> => runExample(local, name, { args, env });

const size = { spark_version: "16.4.x-scala2.12", node_type_id: "i3.xlarge", num_workers: 1 };

async function makeJob(name: string): Promise<number | bigint> {
  await w.dbfs.upload("/examples/job.py", "print('ran')", { overwrite: true });
  const { job_id } = await w.jobs.create({
    name,
    tasks: [
      {
        task_key: "only",
        new_cluster: size,
        spark_python_task: { python_file: "dbfs:/examples/job.py" },
      },
    ],
  });
  return job_id ?? 0;
}

describe("examples", { timeout: 90_000 }, () => {
  it("are all run here", () => {
    const names = readdirSync(folder).filter(
      (name) => name.endsWith(".ts") && !/\.test\.ts$|^run\.ts$/.test(name),
    );
    const inOauthTest = ["custom-app.ts", "external-browser.ts", "m2m.ts", "web-app.ts"];
    const inDataTest = [
      "chat.ts",
      "copy-between.ts",
      "dbutils-tour.ts",
      "notebook.ts",
      "resume-download.ts",
      "sdk-in-job.ts",
      "secrets.ts",
      "upload-folder.ts",
    ];
    expect(names.sort()).toEqual(
      [
        ...inOauthTest,
        ...inDataTest,
        "account-workspace.ts",
        "create-cluster.ts",
        "debug-logging.ts",
        "job-durations.ts",
        "list-clusters.ts",
        "list-repos.ts",
        "missing-resource.ts",
        "profiles.ts",
        "quickstart.ts",
        "submit-run.ts",
        "user-agent.ts",
      ].sort(),
    );
  });

  it("list-clusters shows clusters of every page", async () => {
    for (let n = 0; n < 25; n += 1)
      await w.clusters.create({ ...size, cluster_name: `listed-${n}` });
    const lines = (await example("list-clusters")).trim().split("\n");
    for (let n = 0; n < 25; n += 1)
      expect(lines.filter((line) => line.endsWith(`  listed-${n}`))).toHaveLength(1);
  });

  it("create-cluster shows states and waits for RUNNING", async () => {
    const printed = await example("create-cluster");
    expect(printed).toMatch(/^PENDING/m);
    expect(printed).toMatch(/^RUNNING/m);
    expect(printed).toMatch(/example runs as \d{4}-\d{6}-[a-z0-9]{8}/);
  });

  it("submit-run prints what the program printed", async () => {
    expect(await example("submit-run")).toContain("hello printed: Hello, Databricks");
  });

  it("job-durations counts runs over all pages", async () => {
    const job_id = await makeJob("measured");
    await makeJob("idle");
    for (let n = 0; n < 3; n += 1) await (await w.jobs.runNow({ job_id })).result();
    const printed = await example("job-durations");
    expect(printed).toMatch(/^measured: SUCCESS, \d+\.\d s on average over 3 runs$/m);
    expect(printed).toMatch(/^idle: never ran$/m);
  });

  it("list-repos shows branch and commit", async () => {
    const source = mkdtempSync(join(tmpdir(), "databricks-sdk-ts-repo-"));
    const git = (...args: string[]): Promise<unknown> =>
      run("git", ["-c", "user.name=a", "-c", "user.email=a@example.com", ...args], { cwd: source });
    await git("init", "--initial-branch=main");
    writeFileSync(join(source, "a.py"), "print(1)\n");
    await git("add", ".");
    await git("commit", "-m", "first");
    await w.repos.create({ url: `file://${source}`, provider: "gitHub" });
    expect(await example("list-repos")).toMatch(/\/Repos\/\S+ {2}main {2}[0-9a-f]{8}$/m);
  });

  it("missing-resource handles ResourceDoesNotExist", async () => {
    expect(await example("missing-resource")).toMatch(
      /^INVALID_PARAMETER_VALUE \(400\): .*does not exist/,
    );
  });

  it("debug-logging shows the exchange without the token", async () => {
    const printed = await example("debug-logging");
    expect(printed).toContain("GET /api/2.0/preview/scim/v2/Me");
    expect(printed).toMatch(/Signed in as \S+@\S+/);
    expect(printed).not.toContain(local.token);
  });

  it("user-agent shows product, partner and extras", async () => {
    expect(await example("user-agent")).toMatch(
      /^nightly-report\/1\.4\.0 databricks-sdk-ts\/\S+ .*auth\/pat feature\/cleanup partner\/example-partner team\/analytics/,
    );
  });

  it("profiles takes its values from the file", async () => {
    const file = join(mkdtempSync(join(tmpdir(), "databricks-sdk-ts-profile-")), "databrickscfg");
    writeFileSync(file, `[STAGING]\nhost = ${local.host}\ntoken = ${local.token}\n`);
    const printed = await example("profiles", ["STAGING"], {
      DATABRICKS_CONFIG_FILE: file,
      DATABRICKS_HOST: "",
      DATABRICKS_TOKEN: "",
    });
    expect(printed).toContain(`at ${local.host}, by pat`);
    expect(printed).toContain(`token: profile STAGING in ${file}`);
    expect(printed).not.toContain(local.token);
  });

  it("account-workspace creates, gets, enters, lists, updates and deletes", async () => {
    const printed = await example("account-workspace");
    expect(printed).toMatch(/^(NOT_PROVISIONED|PROVISIONING)$/m);
    expect(printed).toMatch(/^entered \d+ as \S+@\S+$/m);
    expect(printed).toMatch(
      /created dbc-.*\ngot example-.*\n(listed .*\n)+updated, team is analytics\ndeleted/s,
    );
  });

  it("the quick start tells its whole story without an account", async () => {
    const printed = await example("quickstart", [], { DATABRICKS_HOST: "", DATABRICKS_TOKEN: "" });
    expect(printed).toContain("PROVISIONING");
    expect(printed).toContain("The sum of the first 100 squares is 338350");
    expect(printed).toMatch(/page 2: quickstart-\S+-one, runs: 1/);
    expect(printed).toContain("ResourceDoesNotExist: Cluster 0101-000000-missing1 does not exist");
    expect(printed).not.toContain("✗");
  });

  it("the quick start goes on without python3, and says what to install", async () => {
    const bin = mkdtempSync(join(tmpdir(), "databricks-sdk-ts-path-"));
    const printed = await example("quickstart", [], {
      DATABRICKS_HOST: "",
      DATABRICKS_TOKEN: "",
      PATH: bin,
    });
    expect(printed).toMatch(/python3.*install/i);
    expect(printed).toContain("ResourceDoesNotExist");
  });

  it("the quick start asks before it creates anything on a real workspace", async () => {
    const before = local.journal.entries().length;
    expect(await example("quickstart")).toContain("Nothing was created");
    expect(local.journal.entries()).toHaveLength(before);
  });
});
