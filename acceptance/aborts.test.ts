import { setImmediate } from "node:timers/promises";
import { WorkspaceClient } from "databricks-sdk-ts";
import { describe, expect, it } from "vitest";
import { clientOptions, failure, Lab, until } from "./support/lab.js";
import { serve } from "./support/raw-server.js";
import { StillTime } from "./support/still-time.js";
import { Stop } from "./support/stop.js";

const me = "iam.CurrentUserAPI.me";
const reason = new Error("the user pressed Stop");

describe("an abort ends a call at once, with the signal's reason", () => {
  it("before anything is sent", async () => {
    await using lab = await Lab.open();
    const stop = new Stop(reason);
    stop.now();
    expect(await failure(lab.w.currentUser.me({}, { signal: stop.signal }))).toBe(reason);
    expect(lab.local.journal.entries()).toEqual([]);
  });

  it("while the host's metadata is waited for", async () => {
    await using lab = await Lab.open({ time: new StillTime({ jumps: false }) });
    lab.local.faults.add({ match: "GET /.well-known/*", delay_ms: 60_000 });
    const stop = new Stop(reason);
    const call = failure(lab.w.currentUser.me({}, { signal: stop.signal }));
    await lab.hit();
    stop.now();
    expect(await call).toBe(reason);
    expect(lab.statuses(me)).toEqual([]);
  });

  it("while the headers are waited for", async () => {
    await using lab = await Lab.open();
    lab.local.faults.add({ match: me, delay_ms: 60_000 });
    const stop = new Stop(reason);
    const call = failure(lab.w.currentUser.me({}, { signal: stop.signal }));
    await lab.hit();
    stop.now();
    expect(await call).toBe(reason);
    expect(stop.listeners).toBe(0);
  });

  it("in the middle of a body, which closes the connection", async () => {
    await using server = await serve((response) => {
      response.writeHead(200, { "content-type": "application/json" }).write('{"id":');
    });
    const time = new StillTime();
    const w = new WorkspaceClient({ ...clientOptions(time), host: server.host, token: "t" });
    const stop = new Stop(reason);
    const call = failure(w.currentUser.me({}, { signal: stop.signal }));
    await until(() => time.responses === 2);
    await setImmediate();
    stop.now();
    expect(await call).toBe(reason);
    expect(stop.listeners).toBe(0);
    await time.transport.close?.();
    await until(() => server.connections.open === 0);
    expect(server.received).toHaveLength(1);
  });

  it("in the middle of a stream", async () => {
    await using server = await serve((response) => {
      response.writeHead(200).write("half");
    });
    const time = new StillTime();
    const w = new WorkspaceClient({ ...clientOptions(time), host: server.host, token: "t" });
    const stop = new Stop(reason);
    const request = { method: "GET", path: "/api/2.0/fs/files/x", raw: true } as const;
    const { contents } = await w.apiClient.request(request, { signal: stop.signal });
    const reader = contents.getReader();
    await reader.read();
    const next = failure(reader.read());
    stop.now();
    expect(await next).toBe(reason);
    await time.transport.close?.();
    await until(() => server.connections.open === 0);
  });

  it("between two attempts", async () => {
    await using lab = await Lab.open({ time: new StillTime({ jumps: false }) });
    lab.local.faults.add({ match: me, status: 429 });
    const stop = new Stop(reason);
    const call = failure(lab.w.currentUser.me({}, { signal: stop.signal }));
    await until(() => lab.time.sleeps.length === 1);
    stop.now();
    expect(await call).toBe(reason);
    expect(lab.statuses(me)).toEqual([429]);
    expect(stop.listeners).toBe(0);
  });

  it("while the rate limit holds it back", async () => {
    await using lab = await Lab.open({ time: new StillTime({ jumps: false }) });
    const w = lab.client({ rateLimit: 1 });
    await w.currentUser.me();
    const stop = new Stop(reason);
    const call = failure(w.currentUser.me({}, { signal: stop.signal }));
    await until(() => lab.time.sleeps.length === 1);
    stop.now();
    expect(await call).toBe(reason);
    expect(lab.statuses(me)).toEqual([200]);
  });

  it("which a timeout beside it does not hide", async () => {
    await using lab = await Lab.open();
    lab.local.faults.add({ match: me, delay_ms: 60_000 });
    const stop = new Stop(reason);
    const options = { signal: stop.signal, timeout: 1_000 };
    const call = failure(lab.w.currentUser.me({}, options));
    await lab.hit();
    stop.now();
    expect(await call).toBe(reason);
    expect(stop.listeners).toBe(0);
  });

  it("and leaves other calls on the same client alone", async () => {
    await using lab = await Lab.open();
    lab.local.faults.add({ match: me, delay_ms: 60_000, times: 1 });
    const stop = new Stop(reason);
    const call = failure(lab.w.currentUser.me({}, { signal: stop.signal }));
    await lab.hit();
    const other = lab.w.currentUser.me();
    stop.now();
    expect(await call).toBe(reason);
    expect((await other).userName).toBe(lab.local.userName);
  });
});

describe("an abort ends a list", () => {
  it("between two pages: the next one is not asked for", async () => {
    await using lab = await Lab.open();
    for (const name of ["a", "b", "c"]) await lab.w.jobs.create({ name });
    const stop = new Stop(reason);
    const seen: unknown[] = [];
    const read = async (): Promise<void> => {
      for await (const job of lab.w.jobs.list({ limit: 1 }, { signal: stop.signal })) {
        seen.push(job.job_id);
        stop.now();
      }
    };
    expect(await failure(read())).toBe(reason);
    expect(seen).toHaveLength(1);
    expect(lab.statuses("jobs.JobsAPI.list")).toEqual([200]);
    expect(stop.listeners).toBe(0);
  });

  it("by `break`, which asks for no page more and needs no signal", async () => {
    await using lab = await Lab.open();
    for (const name of ["a", "b"]) await lab.w.jobs.create({ name });
    for await (const _job of lab.w.jobs.list({ limit: 1 })) break;
    expect(lab.statuses("jobs.JobsAPI.list")).toEqual([200]);
  });
});

describe("an abort ends a wait", () => {
  it("between two polls, while what was started goes on", async () => {
    await using lab = await Lab.open({ time: new StillTime({ jumps: false }) });
    const waiter = await lab.w.clusters.create(smallCluster);
    const stop = new Stop(reason);
    const wait = failure(waiter.result({ signal: stop.signal }));
    await until(() => lab.time.sleeps.includes(1_000));
    stop.now();
    expect(await wait).toBe(reason);
    expect(lab.statuses("compute.ClustersAPI.get")).toEqual([200]);
    expect(stop.listeners).toBe(0);
    const { cluster_id } = waiter.response;
    await lab.w.clusters.get({ cluster_id: cluster_id! });
  });

  it("during a poll", async () => {
    await using lab = await Lab.open();
    lab.local.faults.add({ match: "compute.ClustersAPI.get", delay_ms: 60_000 });
    const stop = new Stop(reason);
    const options = { signal: stop.signal };
    const wait = failure(lab.w.clusters.createAndWait(smallCluster, options));
    await lab.hit();
    stop.now();
    expect(await wait).toBe(reason);
    expect(stop.listeners).toBe(0);
  });
});

const smallCluster = {
  cluster_name: "small",
  spark_version: "15.4.x-scala2.12",
  node_type_id: "i3.xlarge",
  num_workers: 1,
};
