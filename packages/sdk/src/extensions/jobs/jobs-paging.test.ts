import { describe, expect, it } from "vitest";
import { PagingError } from "../../errors/index.js";
import { fakeServiceClient } from "../testing/fake-service-client.js";
import type { Handler } from "../testing/fake-service-client.js";
import { Jobs } from "./jobs.js";

const base = "/api/2.2/jobs";
const task = (task_key: string): object => ({ task_key });

/** Answers with the page whose token is asked for; the first has none. */
function pages(byToken: Record<string, object>): Handler {
  return ({ page_token }) => byToken[String(page_token ?? "")];
}

describe("getRun", () => {
  it("joins tasks, job clusters, parameters and repairs, and forgets the pages", async () => {
    const api = fakeServiceClient({
      [`${base}/runs/get`]: pages({
        "": {
          run_id: 1,
          has_more: true,
          tasks: [task("a")],
          job_clusters: [{ job_cluster_key: "x" }],
          next_page_token: "2",
        },
        "2": { run_id: 1, tasks: [], job_parameters: [{ name: "p" }], next_page_token: "3" },
        "3": { run_id: 1, tasks: [task("b")], job_clusters: [{ job_cluster_key: "y" }] },
      }),
    });
    const request = { run_id: 1, include_history: true };
    expect(await new Jobs(api).getRun(request, { timeout: 9 })).toEqual({
      run_id: 1,
      tasks: [task("a"), task("b")],
      job_clusters: [{ job_cluster_key: "x" }, { job_cluster_key: "y" }],
      job_parameters: [{ name: "p" }],
    });
    expect(request).toEqual({ run_id: 1, include_history: true });
    expect(api.calls.map((call) => call.request)).toEqual([
      request,
      { ...request, page_token: "2" },
      { ...request, page_token: "3" },
    ]);
    expect(api.calls.every(({ options }) => options.timeout === 9)).toBe(true);
  });

  it("joins only iterations where there are some", async () => {
    const api = fakeServiceClient({
      [`${base}/runs/get`]: pages({
        "": { tasks: [task("loop")], iterations: [task("i1")], next_page_token: "2" },
        "2": { tasks: [task("loop")], iterations: [task("i2")] },
      }),
    });
    expect(await new Jobs(api).getRun({ run_id: 1 })).toEqual({
      tasks: [task("loop")],
      iterations: [task("i1"), task("i2")],
    });
  });

  it("leaves a run of one page alone", async () => {
    const run = { run_id: 1, has_more: false, next_page_token: "" };
    const api = fakeServiceClient({ [`${base}/runs/get`]: () => run });
    expect(await new Jobs(api).getRun({ run_id: 1 })).toBe(run);
  });

  it("does not follow a token for ever", async () => {
    const api = fakeServiceClient({ [`${base}/runs/get`]: () => ({ next_page_token: "again" }) });
    await expect(new Jobs(api).getRun({ run_id: 1 })).rejects.toThrow(PagingError);
    expect(api.calls).toHaveLength(2);
  });
});

describe("get", () => {
  it("joins what is in the settings", async () => {
    const api = fakeServiceClient({
      [`${base}/get`]: pages({
        "": { job_id: 1, settings: { name: "j", tasks: [task("a")] }, next_page_token: "2" },
        "2": {
          job_id: 1,
          settings: {
            tasks: [task("b")],
            parameters: [{ name: "p", default: "" }],
            environments: [{ environment_key: "e" }],
          },
        },
      }),
    });
    expect(await new Jobs(api).get({ job_id: 1 })).toEqual({
      job_id: 1,
      settings: {
        name: "j",
        tasks: [task("a"), task("b")],
        parameters: [{ name: "p", default: "" }],
        environments: [{ environment_key: "e" }],
      },
    });
  });
});

describe("list and listRuns", () => {
  const handlers: Record<string, Handler> = {
    [`${base}/list`]: pages({
      "": {
        jobs: [
          { job_id: 1, has_more: true, settings: { name: "one", tasks: [task("a")] } },
          { job_id: 2, has_more: false, settings: { tasks: [task("c")] } },
        ],
        next_page_token: "2",
      },
      "2": { jobs: [{ job_id: 3 }] },
    }),
    [`${base}/get`]: () => ({
      job_id: 1,
      settings: { name: "other", tasks: [task("a"), task("b")], parameters: [] },
    }),
    [`${base}/runs/list`]: () => ({
      runs: [
        { run_id: 1, has_more: true, tasks: [task("a")], run_name: "r" },
        { run_id: 2, has_more: true },
      ],
    }),
    [`${base}/runs/get`]: ({ run_id }) =>
      run_id === 1 ? { tasks: [task("a"), task("b")] } : { job_clusters: [] },
  };

  it("complete the jobs that have more, and only these", async () => {
    const api = fakeServiceClient(handlers);
    const jobs = await new Jobs(api).list({ expand_tasks: true }).toArray();
    expect(jobs).toEqual([
      { job_id: 1, settings: { name: "one", tasks: [task("a"), task("b")], parameters: [] } },
      { job_id: 2, settings: { tasks: [task("c")] } },
      { job_id: 3 },
    ]);
    expect(api.calls.map(({ path }) => path.slice(base.length))).toEqual([
      "/list",
      "/get",
      "/list",
    ]);
  });

  it("complete the runs that have more", async () => {
    const api = fakeServiceClient(handlers);
    const runs = await new Jobs(api).listRuns({ expand_tasks: true }).toArray();
    expect(runs).toEqual([
      { run_id: 1, run_name: "r", tasks: [task("a"), task("b")] },
      { run_id: 2, job_clusters: [] },
    ]);
  });

  it("are as they come without expand_tasks, and lazy either way", async () => {
    const api = fakeServiceClient(handlers);
    const jobs = new Jobs(api);
    jobs.list({ expand_tasks: true });
    expect(api.calls).toEqual([]);
    expect((await jobs.list().first())?.has_more).toBe(true);
    expect((await jobs.listRuns().toArray()).map(({ has_more }) => has_more)).toEqual([true, true]);
    expect(api.calls).toHaveLength(2);
  });
});
