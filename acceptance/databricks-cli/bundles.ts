import { randomUUID } from "node:crypto";
import { expect, it } from "vitest";
import { canRunJobs, type Scene } from "../support/cli-story.js";

const job = {
  name: "hello",
  tags: { team: "cli" },
  permissions: [{ group_name: "users", level: "CAN_VIEW" }],
  schedule: { quartz_cron_expression: "0 0 1 * * ?", timezone_id: "UTC" },
  parameters: [{ name: "who", default: "${var.who}" }],
  tasks: [
    {
      task_key: "notebook",
      existing_cluster_id: "${resources.clusters.c.id}",
      notebook_task: { notebook_path: "src/hello.py" },
    },
  ],
};

const external_model = {
  name: "chat",
  provider: "openai",
  task: "llm/v1/chat",
  openai_config: { openai_api_key: "{{secrets/scope/key}}" },
};

/** One of everything that the local workspace serves so far. */
const resources = {
  jobs: { hello: job },
  schemas: { s: { name: "bundled", catalog_name: "main", comment: "of a bundle" } },
  volumes: {
    v: { name: "v", catalog_name: "main", schema_name: "${resources.schemas.s.name}" },
  },
  secret_scopes: {
    scope: { name: "bundled", permissions: [{ group_name: "users", level: "READ" }] },
  },
  clusters: {
    c: {
      cluster_name: "bundled",
      spark_version: "16.4.x-scala2.12",
      node_type_id: "i3.xlarge",
      num_workers: 1,
      autotermination_minutes: 30,
    },
  },
  model_serving_endpoints: {
    m: { name: "bundled", config: { served_entities: [{ name: "e", external_model }] } },
  },
};

/** A project that is deployed, run and taken away again. */
export function tellOfBundles(scene: Scene): void {
  const bundle = (...args: readonly string[]): Promise<string> =>
    scene.machine.cliIn("bundle", ["bundle", ...args]);
  const write = (project: object): void => {
    const { local, machine } = scene;
    const source = "dbutils.notebook.exit('hello ' + dbutils.widgets.get('who'))";
    machine.file("bundle/src/hello.py", `# Databricks notebook source\n${source}\n`);
    const targets = { dev: { default: true, workspace: { host: local.host } } };
    const whole = { bundle: { name: "cli" }, targets, ...project };
    machine.file("bundle/databricks.yml", JSON.stringify(whole));
  };

  it("deploys one, finds nothing to change, runs it and destroys it", async () => {
    const { local, machine } = scene;
    const before = local.journal.entries().length;
    write({ resources, variables: { who: { default: "world" } } });
    expect(await bundle("validate")).toContain("Validation OK!");
    expect(await bundle("deploy")).toContain("Deployment complete!");
    expect(await machine.json("jobs", "list")).toMatchObject([{ settings: { name: "hello" } }]);
    expect(await bundle("summary")).toContain("bundled");
    expect(await bundle("plan")).toContain("0 to add, 0 to change, 0 to delete, 8 unchanged");
    if (canRunJobs()) {
      expect(await bundle("run", "hello")).toContain("hello world");
      expect(await bundle("run", "hello", "--params", "who=you")).toContain("hello you");
    }
    expect(await bundle("deploy")).toContain("Deployment complete!");
    expect(await bundle("destroy", "--auto-approve")).toContain("Destroy complete!");
    expect(await machine.json("jobs", "list")).toEqual([]);
    expect(await machine.refusal("schemas", "get", "main.bundled")).toContain("does not exist");
    const root = `/Users/${local.userName}/.bundle/cli/dev`;
    expect(await machine.refusal("workspace", "list", root)).toContain("doesn't exist");
    const since = local.journal.entries().slice(before);
    expect(since.filter(({ status }) => status >= 500)).toEqual([]);
    expect(since).toContainEqual(expect.objectContaining({ path: "/telemetry-ext", status: 200 }));
  });

  it("lets one deployment at a time in", async () => {
    const { local } = scene;
    write({ resources: { schemas: resources.schemas } });
    const lock = `/Users/${local.userName}/.bundle/cli/dev/state/deploy.lock`;
    const holder = { ID: randomUUID(), AcquisitionTime: "2026-01-01T00:00:00Z", User: "somebody" };
    await scene.w.workspace.mkdirs({ path: lock.slice(0, lock.lastIndexOf("/")) });
    await scene.w.workspace.upload(lock, JSON.stringify(holder), { format: "AUTO" });
    await expect(bundle("deploy")).rejects.toThrow("deploy lock acquired by somebody");
    expect(await bundle("deploy", "--force-lock")).toContain("Deployment complete!");
    const both = await Promise.allSettled([bundle("deploy"), bundle("deploy")]);
    expect(both.map(({ status }) => status)).toContain("fulfilled");
    expect(await bundle("destroy", "--auto-approve")).toContain("Destroy complete!");
  });
}
