import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { NotFound, PermissionDenied } from "databricks-sdk-ts";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { failure, Lab } from "./support/lab.js";

const cluster = {
  cluster_name: "small",
  spark_version: "15.4.x-scala2.12",
  node_type_id: "i3.xlarge",
  num_workers: 1,
};
const tasks = [
  { task_key: "a", condition_task: { op: "EQUAL_TO", left: "x", right: "x" } as const },
];

describe("a folder", () => {
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), "acceptance-"));
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));

  it("keeps everything while the server is off", async () => {
    const before = await Lab.open({ local: { folder } });
    const { host, token, workspaceId, accountId, userName } = before.local;
    const { cluster_id } = await before.w.clusters.createAndWait(cluster);
    const { job_id } = await before.w.jobs.create({ name: "kept", tasks });
    const run = await (await before.w.jobs.runNow({ job_id: job_id! })).result();
    await before.w.dbfs.upload("/kept.bin", new Uint8Array(2_500_000).fill(7));
    const { token_value } = await before.w.tokens.create({ comment: "kept" });
    const made = await before
      .account()
      .workspaces.createAndWait({ workspace_name: "second", aws_region: "eu-west-1" });
    const other = before.client({ workspaceId: String(made.workspace_id) });
    await other.jobs.create({ name: "there" });
    await before[Symbol.asyncDispose]();

    await using after = await Lab.open({ local: { folder } });
    expect(after.local).toMatchObject({ token, workspaceId, accountId, userName });
    expect(after.local.host === host || after.local.host.startsWith("http://127.0.0.1:")).toBe(
      true,
    );
    const found = await after.w.clusters.get({ cluster_id: cluster_id! });
    expect(found).toMatchObject({ cluster_name: "small" });
    expect((await after.w.jobs.get({ job_id: job_id! })).settings?.name).toBe("kept");
    expect(await after.w.jobs.getRun({ run_id: run.run_id! })).toMatchObject({
      state: { life_cycle_state: "TERMINATED", result_state: "SUCCESS" },
    });
    expect(await after.w.dbfs.getStatus({ path: "/kept.bin" })).toMatchObject({
      file_size: 2_500_000,
    });
    const mine = after.client({ token: token_value });
    expect((await mine.currentUser.me()).userName).toBe(userName);
    const there = after.client({ workspaceId: String(made.workspace_id) });
    expect((await there.jobs.list().toArray()).map(({ settings }) => settings?.name)).toEqual([
      "there",
    ]);
    const { job_id: next } = await after.w.jobs.create({ name: "later" });
    expect(next).not.toBe(job_id);
  });

  it("is left alone by a workspace without one", async () => {
    await using lab = await Lab.open();
    expect(await lab.w.jobs.list().toArray()).toEqual([]);
  });
});

describe("time", () => {
  it("stands still on a manual clock until it is advanced", async () => {
    await using lab = await Lab.open({ local: { clock: { mode: "manual", start: 0 } } });
    const { response } = await lab.w.clusters.create(cluster);
    const cluster_id = response.cluster_id!;
    const state = async (): Promise<unknown> => (await lab.w.clusters.get({ cluster_id })).state;
    for (let read = 0; read < 3; read++) expect(await state()).toBe("PENDING");
    lab.local.clock.advance(600_000);
    expect(await state()).toBe("RUNNING");
    expect((await lab.w.clusters.get({ cluster_id })).start_time).toBe(0);
  });

  it("passes at once on the instant clock, but each state can be seen", async () => {
    await using lab = await Lab.open();
    const started = performance.now();
    const states: unknown[] = [];
    await lab.w.clusters.createAndWait(cluster, {
      onProgress: ({ state }) => void states.push(state),
    });
    expect(states[0]).toBe("PENDING");
    expect(performance.now() - started).toBeLessThan(2_000);
  });

  it("passes faster on a scaled clock", async () => {
    await using lab = await Lab.open({ local: { clock: { mode: "scaled", factor: 1_000 } } });
    const before = lab.local.clock.now();
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect(lab.local.clock.now() - before).toBeGreaterThanOrEqual(15_000);
  });

  it("ends tokens when it is theirs", async () => {
    await using lab = await Lab.open();
    const { token_value } = await lab.w.tokens.create({ lifetime_seconds: 60 });
    const w = lab.client({ token: token_value });
    expect((await w.currentUser.me()).userName).toBe(lab.local.userName);
    lab.local.clock.advance(61_000);
    const error = await failure(w.currentUser.me());
    expect(error).toBeInstanceOf(PermissionDenied);
    expect(error).toMatchObject({ attempts: 1 });
  });
});

describe("a provisioned workspace", () => {
  it("is reached by its id, apart from the others, and gone when it was deleted", async () => {
    await using lab = await Lab.open();
    const a = lab.account();
    const statuses: unknown[] = [];
    const made = await a.workspaces.createAndWait(
      { workspace_name: "second", aws_region: "eu-west-1" },
      { onProgress: ({ workspace_status }) => void statuses.push(workspace_status) },
    );
    expect(statuses[0]).toBe("PROVISIONING");
    expect(made.workspace_status).toBe("RUNNING");
    const workspaceId = String(made.workspace_id);

    const there = lab.client({ workspaceId });
    await there.jobs.create({ name: "there" });
    const raw = { method: "GET", path: "/api/2.2/jobs/list" } as const;
    expect(await there.apiClient.request(raw)).toMatchObject({ jobs: [{}] });
    expect(await lab.w.jobs.list().toArray()).toEqual([]);
    const lists = lab.local.journal.entries().filter(({ path }) => path === raw.path);
    expect(lists.map((entry) => entry.workspaceId)).toEqual([
      made.workspace_id,
      lab.local.workspaceId,
    ]);

    const workspace_id = made.workspace_id!;
    await a.workspaces.delete({ workspace_id });
    const gone = (): Promise<boolean> =>
      a.workspaces.get({ workspace_id }).then(
        () => false,
        (error) => error instanceof NotFound,
      );
    while (!(await gone()));
    expect(await failure(there.jobs.list().toArray())).toBeInstanceOf(NotFound);
    const names: unknown[] = [];
    for await (const { workspace_name } of a.workspaces.list()) names.push(workspace_name);
    expect(names).not.toContain("second");
  });

  it("is in the way of no account call: these name no workspace", async () => {
    await using lab = await Lab.open();
    const a = lab.account({ workspaceId: "12345" });
    const workspaces = await a.workspaces.list().toArray();
    expect(workspaces.map(({ workspace_id }) => workspace_id)).toEqual([lab.local.workspaceId]);
  });
});

describe("a reset", () => {
  it("brings the beginning back: same host, token and ids, nothing else", async () => {
    await using lab = await Lab.open();
    await lab.w.jobs.create({ name: "gone" });
    lab.local.faults.add({ match: "* /**", status: 500 });
    await lab.local.reset();
    expect(await lab.w.jobs.list().toArray()).toEqual([]);
    expect(lab.local.journal.entries().map(({ operation }) => operation)).toEqual([
      "jobs.JobsAPI.list",
    ]);
  });
});
