import { RemoteError, WorkspaceClient } from "databricks-sdk-ts";
import { describe, expect } from "vitest";
import { type Facts, type Stage, toldByBoth } from "../support/both-sdks.js";

async function twin(w: WorkspaceClient, { env }: Stage): Promise<Facts> {
  const clusterId = await newCluster(w);
  await using remote = new WorkspaceClient({ env, clusterId });
  return {
    ...(await fromHere(w)),
    ...(await onCluster(remote)),
    notebook_path: await notebookPath(remote),
  };
}

async function fromHere({ dbutils }: WorkspaceClient): Promise<Facts> {
  const { fs, widgets, jobs } = dbutils;
  const done = [await fs.mkdirs("dbfs:/story"), await fs.put("dbfs:/story/one.txt", "one wörd")];
  const head = [await fs.head("dbfs:/story/one.txt"), await fs.head("/story/one.txt", 3)];
  const cp = await fs.cp("dbfs:/story/one.txt", "dbfs:/story/two.txt");
  const mv = await fs.mv("dbfs:/story/two.txt", "dbfs:/story/three.txt");
  const ls = (await fs.ls("dbfs:/story")).map(({ name, size }) => [name, size]);
  const rm = [await fs.rm("dbfs:/story/one.txt"), await fs.rm("dbfs:/story", true)];
  await widgets.text("day", "monday", "The day");
  const widget = await widgets.get("day");
  await jobs.taskValues.set("rows", 7);
  const task_value = await jobs.taskValues.get("load", "rows", { debugValue: 7 });
  return { done, head, cp, mv, ls, rm, widget, task_value };
}

async function newCluster({ clusters }: WorkspaceClient): Promise<string> {
  const { response } = await clusters.create({
    cluster_name: "story",
    spark_version: await clusters.selectSparkVersion({ longTermSupport: true }),
    node_type_id: await clusters.selectNodeType({ localDisk: true }),
    num_workers: 0,
    autotermination_minutes: 15,
  });
  return response.cluster_id ?? "";
}

async function onCluster({ clusters, config, dbutils }: WorkspaceClient): Promise<Facts> {
  const { fs } = dbutils;
  const source = "wasbs://container@account.blob.core.windows.net/";
  const mount = await fs.mount(source, "/mnt/story", { extraConfigs: { "fs.key": "hidden" } });
  const { state: started } = await clusters.get({ cluster_id: config.clusterId ?? "" });
  const mounts = await fs.mounts();
  const found = mounts.filter(({ mountPoint }) => mountPoint === "/mnt/story");
  const mounted_twice = await fs.mount(source, "/mnt/story").catch((error: unknown) => {
    if (error instanceof RemoteError) return error.message;
    throw error;
  });
  return {
    mount,
    started,
    mounted: found.map((one) => one.source),
    mounted_twice,
    unmount: await fs.unmount("/mnt/story"),
  };
}

async function notebookPath({ dbutils }: WorkspaceClient): Promise<string | undefined> {
  process.env["DATABRICKS_SOURCE_FILE"] = "/Users/me/story";
  const { notebookPath: path } = await dbutils.notebook.getContext();
  delete process.env["DATABRICKS_SOURCE_FILE"];
  return path;
}

describe.concurrent("dbutils of a program", () => {
  toldByBoth("as told by", {
    program: "dbutils.py",
    twin,
    runsPrograms: true,
    facts: {
      done: [true, true],
      head: ["one wörd", "one"],
      cp: true,
      mv: true,
      ls: [
        ["one.txt", 9],
        ["three.txt", 9],
      ],
      rm: [true, true],
      widget: "monday",
      task_value: 7,
      mount: true,
      started: "RUNNING",
      mounted: ["wasbs://container@account.blob.core.windows.net/"],
      mounted_twice: expect.stringContaining("Directory already mounted: /mnt/story"),
      unmount: true,
      notebook_path: "/Users/me/story",
    },
  });
});
