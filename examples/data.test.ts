import { spawnSync } from "node:child_process";
import { type LocalWorkspace, startLocalWorkspace } from "databricks-local";
import { WorkspaceClient } from "databricks-sdk-ts";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { runExample } from "./support/run-example.js";

const hasPython = spawnSync("python3", ["--version"]).status === 0;
if (!hasPython)
  console.warn("python3 was not found on PATH: examples that run programs are skipped");

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

describe("examples of files and programs", { timeout: 90_000 }, () => {
  it("upload-folder uploads each file once", async () => {
    const first = await runExample(local, "upload-folder", { args: ["examples/web-app"] });
    expect(first).toMatch(/^2 files, \d+ bytes; 0 were there already$/m);
    expect(first).toContain("/Volumes/main/default/uploads/folder/app.ts");
    const again = await runExample(local, "upload-folder", { args: ["examples/web-app"] });
    expect(again).toMatch(/^0 files, 0 bytes; 2 were there already$/m);
  });

  it("resume-download goes on where it stopped", async () => {
    const printed = await runExample(local, "resume-download");
    expect(printed).toContain("The download broke off.");
    expect(printed).toContain("67108864 bytes, of which some were there before");
    expect(printed).toContain("The bytes are the same.");
  });

  it("copy-between copies both ways and cleans up", async () => {
    const printed = await runExample(local, "copy-between");
    expect(printed).toContain("/Volumes/main/default/copies/copies/deep/b.txt");
    expect(printed).toContain("c.txt says two");
    expect(await w.dbfs.exists("/examples/copies")).toBe(false);
  });

  it("secrets shows who may read, not what", async () => {
    const printed = await runExample(local, "secrets");
    expect(printed).toMatch(/^There is api-key\n(.*\n)*users may READ$/m);
    expect(printed).toContain("It has 17 characters");
    expect(printed).not.toContain("not for everybody");
  });

  it("chat streams an answer", async () => {
    const printed = await runExample(local, "chat", { args: ["Good morning, model"] });
    expect(printed).toContain("Good morning, model");
  });

  it.runIf(hasPython)("notebook runs with its parameters and comes back for Jupyter", async () => {
    const printed = await runExample(local, "notebook");
    expect(printed).toContain("The sum of 100 squares is 328350");
    expect(printed).toContain("Exported 3 cells: markdown, code, code");
  });

  it.runIf(hasPython)(
    "dbutils-tour shows files, parameters and help, and mounts of a cluster",
    async () => {
      const cluster = await w.clusters.createAndWait({
        cluster_name: "tour",
        spark_version: "16.4.x-scala2.12",
        node_type_id: "i3.xlarge",
        num_workers: 1,
      });
      const printed = await runExample(local, "dbutils-tour", {
        env: { DATABRICKS_CLUSTER_ID: cluster.cluster_id ?? "" },
      });
      expect(printed).toContain("Hello from dbutils");
      expect(printed).toMatch(/^copy\.txt 19$/m);
      expect(printed).toContain("It is monday");
      expect(printed).toContain("Outside of a job, the task gave 7");
      expect(printed).toMatch(/^\/databricks-datasets /m);
    },
  );

  it.runIf(hasPython)("sdk-in-job runs the SDK with the credentials of the run", async () => {
    const printed = await runExample(local, "sdk-in-job");
    expect(printed).toContain(`${local.userName} wrote the report`);
    expect(printed).toMatch(/^2 entries, \d+ bytes$/m);
  });
});
