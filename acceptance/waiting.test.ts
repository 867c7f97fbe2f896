import { JobRunFailed, type jobs, OperationFailed, OperationTimeout } from "databricks-sdk-ts";
import { describe, expect, it } from "vitest";
import { failure, Lab } from "./support/lab.js";

const get = "compute.ClustersAPI.get";
const cluster = {
  cluster_name: "small",
  spark_version: "15.4.x-scala2.12",
  node_type_id: "i3.xlarge",
  num_workers: 1,
};

function condition(task_key: string, right: string, ...on: string[]): jobs.Task {
  return {
    task_key,
    condition_task: { op: "EQUAL_TO", left: "x", right },
    depends_on: on.map((key) => ({ task_key: key })),
  };
}

describe("waiting for a state", () => {
  it("shows each state on the way, the last one included", async () => {
    await using lab = await Lab.open();
    const states: unknown[] = [];
    const onProgress = ({ state }: { state?: string | undefined }): void => void states.push(state);
    const done = await lab.w.clusters.createAndWait(cluster, { onProgress });
    expect(done).toMatchObject({ cluster_name: "small", state: "RUNNING" });
    expect(states[0]).toBe("PENDING");
    expect(states.at(-1)).toBe("RUNNING");
    expect(lab.statuses(get)).toHaveLength(states.length);
  });

  it("can be iterated: every polled value comes, and the last one ends it", async () => {
    await using lab = await Lab.open();
    const waiter = await lab.w.clusters.create(cluster);
    expect(waiter.response.cluster_id).toMatch(/^\d{4}-\d{6}-\w+$/);
    const states: unknown[] = [];
    for await (const { state } of waiter) states.push(state);
    expect(states[0]).toBe("PENDING");
    expect(states.at(-1)).toBe("RUNNING");
    for await (const { state } of waiter) expect(state).toBe("RUNNING");
  });

  it("can go on elsewhere, with an id alone", async () => {
    await using lab = await Lab.open();
    const { response } = await lab.w.clusters.create(cluster);
    const there = lab.client();
    const done = await there.clusters.waitGetClusterRunning(response.cluster_id!);
    expect(done.state).toBe("RUNNING");
  });

  it("polls after 1 s, 2 s, ... 10 s, or as often as is asked", async () => {
    await using lab = await Lab.open({ local: { clock: "manual" } });
    const waiter = await lab.w.clusters.create(cluster);
    const polls = async (options: object): Promise<readonly number[]> => {
      const started = lab.time.clock.now();
      const times: number[] = [];
      const onProgress = (): void => void times.push((lab.time.clock.now() - started) / 1000);
      await failure(waiter.result({ timeout: 50_000, onProgress, ...options }));
      return times;
    };
    expect(await polls({})).toEqual([0, 1, 3, 6, 10, 15, 21, 28, 36, 45, 50]);
    expect(await polls({ pollInterval: 20_000 })).toEqual([0, 20, 40, 50]);
  });

  it("ends when the time is up, with the last value, and leaves the work alone", async () => {
    await using lab = await Lab.open({ local: { clock: "manual" } });
    const waiter = await lab.w.clusters.create(cluster);
    const error = (await failure(waiter.result({ timeout: 30_000 }))) as OperationTimeout;
    expect(error).toBeInstanceOf(OperationTimeout);
    expect(error).toMatchObject({ name: "OperationTimeout", elapsed: 30_000 });
    expect(error.lastValue).toMatchObject({ state: "PENDING" });
    expect(error.message).toContain("RUNNING was not reached within 30 s: the last state was PEND");
    lab.local.clock.advance(3_600_000);
    expect((await waiter.result()).state).toBe("RUNNING");
  });

  it("survives polls that fail for a while, and ends with one that fails for good", async () => {
    await using lab = await Lab.open();
    lab.local.faults.add({ match: get, status: 503, times: 2 });
    lab.local.faults.add({ match: get, truncate_body: 5, times: 1 });
    expect((await lab.w.clusters.createAndWait(cluster)).state).toBe("RUNNING");
    lab.local.faults.add({ match: get, status: 403, message: "no more" });
    const error = await failure(lab.w.clusters.createAndWait(cluster));
    expect(error).toMatchObject({ name: "PermissionDenied", attempts: 1 });
  });

  it("ends in an error when the state is a failure, or in the value if that is preferred", async () => {
    await using lab = await Lab.open({ local: { clock: "manual" } });
    const waiter = await lab.w.clusters.create(cluster);
    await lab.w.clusters.delete({ cluster_id: waiter.response.cluster_id! });
    lab.local.clock.advance(600_000);
    const error = (await failure(waiter.result())) as OperationFailed;
    expect(error).toBeInstanceOf(OperationFailed);
    expect(error.state).toBe("TERMINATED");
    expect(error.message).toMatch(/^failed to reach RUNNING, got TERMINATED/);
    expect(error.value).toMatchObject({ cluster_name: "small" });
    expect(error.response).toEqual(waiter.response);
    expect((await waiter.result({ throwOnFailure: false })).state).toBe("TERMINATED");
    const seen: unknown[] = [];
    for await (const { state } of waiter) seen.push(state);
    expect(seen).toEqual(["TERMINATED"]);
  });
});

describe("waiting for a run", () => {
  it("gives the run with its tasks", async () => {
    await using lab = await Lab.open();
    const waiter = await lab.w.jobs.submit({
      run_name: "fine",
      tasks: [condition("a", "x"), condition("b", "x", "a")],
    });
    const states: unknown[] = [];
    const run = await waiter.result({
      onProgress: ({ state }) => void states.push(state?.life_cycle_state),
    });
    expect(run.state).toMatchObject({ life_cycle_state: "TERMINATED", result_state: "SUCCESS" });
    expect(run.tasks?.map(({ task_key }) => task_key)).toEqual(["a", "b"]);
    expect(states.at(-1)).toBe("TERMINATED");
  });

  it("that failed throws an error with the tasks that made it fail, and their reasons", async () => {
    await using lab = await Lab.open();
    const path = "/programs/nowhere.py";
    const waiter = await lab.w.jobs.submit({
      run_name: "doomed",
      environments: [{ environment_key: "default", spec: { environment_version: "2" } }],
      tasks: [
        condition("fine", "x"),
        {
          task_key: "broken",
          spark_python_task: { python_file: `dbfs:${path}` },
          environment_key: "default",
        },
        condition("after", "x", "broken"),
      ],
    });
    const error = (await failure(waiter.result())) as JobRunFailed;
    expect(error).toBeInstanceOf(JobRunFailed);
    expect(error).toBeInstanceOf(OperationFailed);
    expect(error.failedTasks.map(({ taskKey }) => taskKey)).toEqual(["broken"]);
    const [{ message, error: reason, runId }] = error.failedTasks as [
      JobRunFailed["failedTasks"][number],
    ];
    expect(reason ?? message).toContain(path);
    expect(error.message).toMatch(/^job run \d+ "doomed" ended as /);
    expect(error.message).toContain("\n  task broken: ");
    expect(error.message).toContain(path);
    expect(error.message).toContain(`#job/`);
    expect(error.run.tasks).toHaveLength(3);
    expect(typeof runId).toBe("number");
    expect(JSON.parse(JSON.stringify(error))).toMatchObject({
      name: "JobRunFailed",
      failedTasks: [{ taskKey: "broken", runId: String(runId) }],
    });
    const run = await waiter.result({ throwOnFailure: false });
    expect(run.run_id).toBe(error.run.run_id);
  });

  it("that was cancelled throws, unless it is the cancelling that is waited for", async () => {
    await using lab = await Lab.open();
    const { job_id } = await lab.w.jobs.create({
      name: "busy",
      tasks: [condition("a", "x")],
      queue: { enabled: true },
      max_concurrent_runs: 1,
    });
    lab.local.faults.add({ match: "jobs.JobsAPI.getRun", status: 429, times: 3 });
    const run = await (await lab.w.jobs.runNow({ job_id: job_id! })).result();
    expect(run.state?.result_state).toBe("SUCCESS");
    const ended = await lab.w.jobs.cancelRun({ run_id: run.run_id! });
    expect((await ended.result()).state?.result_state).toBe("SUCCESS");
  });

  it("that was never started is an error at once", async () => {
    await using lab = await Lab.open();
    expect(await failure(lab.w.jobs.runNow({ job_id: 404 }))).toMatchObject({
      errorCode: "INVALID_PARAMETER_VALUE",
    });
    expect(await failure(lab.w.jobs.waitGetRunJobTerminatedOrSkipped(404))).toMatchObject({
      name: "ResourceDoesNotExist",
    });
  });
});
