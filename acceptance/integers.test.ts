import { WorkspaceClient } from "databricks-sdk-ts";
import { describe, expect, it } from "vitest";
import { clientOptions, failure, Lab } from "./support/lab.js";
import { json, type RawServer, serve } from "./support/raw-server.js";
import { StillTime } from "./support/still-time.js";

const large = 9_007_199_254_740_993n; // 2^53 + 1, the first integer that a number can't hold
const largest = 9_223_372_036_854_775_807n; // of int64

async function answering(body: string): Promise<{ server: RawServer; w: WorkspaceClient }> {
  const server = await serve((response) => json(response, body));
  const options = { ...clientOptions(new StillTime()), host: server.host, token: "t" };
  return { server, w: new WorkspaceClient(options) };
}

describe("an integer beyond 2^53", () => {
  it("arrives as it was sent, others as numbers", async () => {
    const { server, w } = await answering(
      `{"job_id":${large},"created_time":1700000000000,"run_as_user_name":"${large}",` +
        `"settings":{"timeout_seconds":0,"tasks":[{"task_key":"a","run_job_task":{"job_id":-${large}}}]}}`,
    );
    await using _ = server;
    const job = await w.jobs.get({ job_id: 1 });
    expect(job.job_id).toBe(large);
    expect(job.created_time).toBe(1_700_000_000_000);
    expect(job.run_as_user_name).toBe(String(large));
    expect(job.settings?.tasks?.[0]?.run_job_task?.job_id).toBe(-large);
  });

  it("goes into query, path and body to the last digit", async () => {
    const { server, w } = await answering("{}");
    await using _ = server;
    await w.jobs.get({ job_id: large });
    await w.jobs.cancelRun({ run_id: largest });
    await w.repos.get({ repo_id: large });
    const targets = server.received.map(({ target, body }) => `${target} ${body}`);
    expect(targets).toEqual([
      `/api/2.2/jobs/get?job_id=${large} `,
      `/api/2.2/jobs/runs/cancel {"run_id":${largest}}`,
      `/api/2.0/repos/${large} `,
    ]);
  });

  it("is refused as a number, which has lost it already", async () => {
    const { server, w } = await answering("{}");
    await using _ = server;
    const error = await failure(w.jobs.get({ job_id: Number(large) + 2 }));
    expect(error).toMatchObject({ name: "InvalidRequestError", field: "job_id" });
    expect(String(error)).toContain("give a bigint or a string");
    expect(server.received).toEqual([]);
  });

  it("survives the way back: what was listed can be asked for", async () => {
    const { server, w } = await answering(`{"runs":[{"run_id":${largest}}],"run_id":${largest}}`);
    await using _ = server;
    const run = await w.jobs.listRuns().first();
    expect((await w.jobs.getRun({ run_id: run!.run_id! })).run_id).toBe(largest);
    expect(server.received[1]?.target).toBe(`/api/2.2/jobs/runs/get?run_id=${largest}`);
  });

  it("arrives through the raw request, too", async () => {
    const { server, w } = await answering(`[${large},0.1,1e3,"${large}"]`);
    await using _ = server;
    const body = { n: large };
    const request = { method: "POST", path: "/api/2.0/preview/x", body } as const;
    expect(await w.apiClient.request(request)).toEqual([large, 0.1, 1000, String(large)]);
    expect(server.received[0]?.body).toBe(`{"n":${large}}`);
  });

  it("goes through the local workspace and back", async () => {
    await using lab = await Lab.open();
    const run_job_task = { job_id: large };
    const tasks = [{ task_key: "next", run_job_task }];
    const { job_id } = await lab.w.jobs.create({ name: "exact", tasks });
    const job = await lab.w.jobs.get({ job_id: job_id! });
    expect(job.settings?.tasks?.[0]?.run_job_task?.job_id).toBe(large);
    expect(typeof job_id).toBe("number");
  });
});
