import { inspect } from "node:util";
import { describe, expect, it } from "vitest";
import { NotFound, OperationFailed, OperationTimeout } from "../../errors/index.js";
import type { Run } from "../../services/jobs/index.gen.js";
import { errorInit, fakeServiceClient } from "../testing/fake-service-client.js";
import type { FakeServiceClient, Handler } from "../testing/fake-service-client.js";
import { JobRunFailed } from "./job-run-failed.js";
import { Jobs } from "./jobs.js";

const base = "/api/2.2/jobs";
const hugeId = 9_007_199_254_740_993n;

function ended(result_state: string, facts: Partial<Run> = {}): Run {
  return {
    run_id: hugeId,
    run_name: "nightly",
    state: { life_cycle_state: "TERMINATED", result_state, state_message: "said so" },
    ...facts,
  };
}

const running: Run = { run_id: hugeId, state: { life_cycle_state: "RUNNING" } };
const failed = ended("FAILED", {
  run_page_url: "https://h/?o=1#job/2/run/3",
  tasks: [
    {
      task_key: "a",
      run_id: 11,
      state: { life_cycle_state: "TERMINATED", result_state: "FAILED" },
    },
    {
      task_key: "b",
      run_id: 12,
      state: { life_cycle_state: "INTERNAL_ERROR", state_message: "cluster lost" },
    },
    { task_key: "c", state: { life_cycle_state: "TERMINATED", result_state: "UPSTREAM_FAILED" } },
  ],
});

/** Goes through the runs poll by poll, and stays at the last. */
function service(
  runs: readonly Run[],
  outputs: Handler = () => ({ error: "ValueError: 1", error_trace: "Traceback 1" }),
): FakeServiceClient {
  let polls = 0;
  return fakeServiceClient({
    [`${base}/runs/submit`]: () => ({ run_id: hugeId }),
    [`${base}/run-now`]: () => ({ run_id: hugeId, number_in_job: 1 }),
    [`${base}/runs/repair`]: () => ({ repair_id: 5 }),
    [`${base}/runs/cancel`]: () => undefined,
    [`${base}/runs/get`]: () => runs[Math.min(polls++, runs.length - 1)],
    [`${base}/runs/get-output`]: outputs,
  });
}

const ways: readonly [string, (jobs: Jobs, options?: object) => Promise<Run>][] = [
  ["submit", async (jobs, options) => (await jobs.submit({})).result(options)],
  ["submitAndWait", (jobs, options) => jobs.submitAndWait({}, options)],
  ["runNow", async (jobs, options) => (await jobs.runNow({ job_id: 1 })).result(options)],
  ["runNowAndWait", (jobs, options) => jobs.runNowAndWait({ job_id: 1 }, options)],
  [
    "repairRun",
    async (jobs, options) => (await jobs.repairRun({ run_id: hugeId })).result(options),
  ],
  ["repairRunAndWait", (jobs, options) => jobs.repairRunAndWait({ run_id: hugeId }, options)],
  [
    "cancelRun",
    async (jobs, options) => (await jobs.cancelRun({ run_id: hugeId })).result(options),
  ],
  ["cancelRunAndWait", (jobs, options) => jobs.cancelRunAndWait({ run_id: hugeId }, options)],
  [
    "waitGetRunJobTerminatedOrSkipped",
    (jobs, options) => jobs.waitGetRunJobTerminatedOrSkipped(hugeId, options),
  ],
];

describe.each(ways)("waiting after %s", (_name, wait) => {
  it("returns a run that went well or was skipped", async () => {
    const api = service([running, running, ended("SUCCESS")]);
    expect(await wait(new Jobs(api))).toMatchObject({ state: { result_state: "SUCCESS" } });
    const polls = api.calls.filter(({ path }) => path === `${base}/runs/get`);
    expect(polls.map(({ request }) => request)).toEqual(
      Array.from({ length: 3 }, () => ({ run_id: hugeId })),
    );
    const skipped: Run = { state: { life_cycle_state: "SKIPPED" } };
    expect(await wait(new Jobs(service([skipped])))).toBe(skipped);
  });

  it("throws the run and its failed tasks with their errors", async () => {
    const error: unknown = await wait(new Jobs(service([running, failed]))).catch(
      (e: unknown) => e,
    );
    expect(error).toBeInstanceOf(JobRunFailed);
    expect(error).toBeInstanceOf(OperationFailed);
    const { run, value, state, failedTasks, message, name } = error as JobRunFailed;
    expect(run).toBe(failed);
    expect(value).toBe(failed);
    expect(state).toBe("FAILED");
    expect(name).toBe("JobRunFailed");
    const output = { error: "ValueError: 1", trace: "Traceback 1" };
    expect(failedTasks).toEqual([
      { taskKey: "a", runId: 11, state: "FAILED", message: "", ...output },
      { taskKey: "b", runId: 12, state: "INTERNAL_ERROR", message: "cluster lost", ...output },
    ]);
    expect(message).toBe(
      'job run 9007199254740993 "nightly" ended as FAILED: said so\n' +
        "  task a: FAILED: ValueError: 1\n" +
        "  task b: INTERNAL_ERROR: ValueError: 1\n" +
        "  see https://h/?o=1#job/2/run/3",
    );
  });

  it("returns a failed run when asked to, without asking for outputs", async () => {
    const api = service([failed]);
    expect(await wait(new Jobs(api), { throwOnFailure: false })).toBe(failed);
    expect(api.calls.some(({ path }) => path.endsWith("get-output"))).toBe(false);
  });

  it("has no limit of its own, but keeps the caller's", async () => {
    const api = service([...Array.from({ length: 1000 }, () => running), ended("SUCCESS")]);
    await wait(new Jobs(api));
    expect(api.elapsed()).toBeGreaterThan(2 * 60 * 60_000);
    await expect(wait(new Jobs(service([running])), { timeout: 60_000 })).rejects.toThrow(
      OperationTimeout,
    );
  });
});

describe("job runs", () => {
  it("count as failed when cancelled, except by cancelRun", async () => {
    const cancelled = ended("CANCELED");
    for (const [name, wait] of ways) {
      const run = wait(new Jobs(service([cancelled])));
      if (name.startsWith("cancel")) await expect(run).resolves.toBe(cancelled);
      else await expect(run).rejects.toThrow(/ended as CANCELED/);
    }
    const run = new Jobs(service([failed])).cancelRunAndWait({ run_id: 1 });
    await expect(run).rejects.toThrow(JobRunFailed);
  });

  it("give the response, and each state while they go on", async () => {
    const waiter = await new Jobs(service([running, failed])).runNow({ job_id: 1 });
    expect(waiter.response).toEqual({ run_id: hugeId, number_in_job: 1 });
    const states: unknown[] = [];
    for await (const { state } of waiter) states.push(state?.life_cycle_state);
    expect(states).toEqual(["RUNNING", "TERMINATED"]);
    const error = await waiter.result().catch((e: unknown) => e);
    expect((error as JobRunFailed).response).toBe(waiter.response);
  });

  it("report progress up to the end", async () => {
    const seen: Run[] = [];
    const onProgress = (run: Run): number => seen.push(run);
    const jobs = new Jobs(service([running, failed]));
    await jobs.submitAndWait({}, { onProgress, throwOnFailure: false });
    expect(seen).toEqual([running, failed]);
  });

  it("tell what they can when outputs can't be had", async () => {
    const outputs: Handler = ({ run_id }) => {
      if (run_id === 11) throw new NotFound("no output", errorInit);
      return { error: "" };
    };
    const run = new Jobs(service([failed], outputs)).submitAndWait();
    const error = (await run.catch((e: unknown) => e)) as JobRunFailed;
    expect(error.failedTasks).toEqual([
      { taskKey: "a", runId: 11, state: "FAILED", message: "" },
      { taskKey: "b", runId: 12, state: "INTERNAL_ERROR", message: "cluster lost" },
    ]);
    expect(error.message).toContain("\n  task a: FAILED\n  task b: INTERNAL_ERROR: cluster lost\n");
  });

  it("ask for 20 outputs at most", async () => {
    const tasks = Array.from({ length: 25 }, (_, i) => ({
      task_key: `t${i}`,
      run_id: i,
      state: { life_cycle_state: "TERMINATED", result_state: "FAILED" },
    }));
    const api = service([ended("FAILED", { tasks })]);
    const error = await new Jobs(api).submitAndWait().catch((e: unknown) => e);
    expect((error as JobRunFailed).failedTasks).toHaveLength(25);
    const asked = api.calls.filter(({ path }) => path.endsWith("get-output"));
    expect(asked).toHaveLength(20);
    expect(asked[0]?.options).toEqual({ timeout: 30_000 });
  });

  it("stop at the caller's signal, also while asking for outputs", async () => {
    const controller = new AbortController();
    const outputs: Handler = () => {
      controller.abort(new Error("enough"));
      throw new Error("aborted");
    };
    const { signal } = controller;
    const run = new Jobs(service([failed], outputs)).submitAndWait({}, { signal });
    await expect(run).rejects.toThrow("enough");
  });
});

describe("JobRunFailed", () => {
  it("is short and plain as JSON and in logs, ids as text", async () => {
    const error = await new Jobs(service([failed])).submitAndWait().catch((e: unknown) => e);
    expect(JSON.parse(JSON.stringify(error))).toEqual({
      name: "JobRunFailed",
      message: (error as Error).message,
      state: "FAILED",
      runId: "9007199254740993",
      failedTasks: [
        { taskKey: "a", runId: "11", state: "FAILED" },
        { taskKey: "b", runId: "12", state: "INTERNAL_ERROR" },
      ],
    });
    expect(inspect(error)).not.toContain("Traceback");
  });

  it("does not repeat credentials that a task printed", async () => {
    const outputs: Handler = () => ({ error: "401 with Bearer dapi0123456789abcdef0" });
    const run = new Jobs(service([failed], outputs)).submitAndWait();
    await expect(run).rejects.toThrow(/^(?![^]*dapi0123)[^]*401 with Bearer \*\*REDACTED\*\*/);
  });
});
