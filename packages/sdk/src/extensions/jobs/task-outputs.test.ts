import { describe, expect, it } from "vitest";
import { InvalidParameterValue, NotFound, PermissionDenied } from "../../errors/index.js";
import type { Run, RunTask } from "../../services/jobs/index.gen.js";
import {
  errorInit,
  fakeServiceClient,
  type FakeServiceClient,
  type Handler,
} from "../testing/fake-service-client.js";
import { JobRunFailed } from "./job-run-failed.js";
import { Jobs } from "./jobs.js";

const base = "/api/2.2/jobs/runs";

function task(task_key: string, run_id: number, result_state: string, facts = {}): RunTask {
  return { task_key, run_id, state: { life_cycle_state: "TERMINATED", result_state }, ...facts };
}

const loop = task("loop", 30, "FAILED", {
  for_each_task: { inputs: "[1,2,3]", task: { task_key: "each" } },
});

const run: Run = {
  run_id: 1,
  state: { life_cycle_state: "TERMINATED", result_state: "FAILED" },
  tasks: [
    task("good", 10, "SUCCESS"),
    task("bad", 11, "FAILED", { attempt_number: 0 }),
    loop,
    task("bad", 12, "FAILED", { attempt_number: 1 }),
    task("condition", 13, "SUCCESS"),
    { task_key: "after", state: { life_cycle_state: "SKIPPED", state_message: "upstream" } },
  ],
};

/** The run of the for-each task, in two pages. */
const iterations: Record<string, object> = {
  "": {
    tasks: [loop],
    iterations: [task("each", 31, "SUCCESS"), task("each", 32, "FAILED")],
    next_page_token: "2",
  },
  "2": { tasks: [loop], iterations: [task("each", 33, "SUCCESS")] },
};

const outputs: Record<string, () => object> = {
  10: () => ({ notebook_output: { result: "42" } }),
  12: () => ({ error: "ValueError: 1", error_trace: "Traceback 1", logs: "..." }),
  13: () => {
    throw new InvalidParameterValue("no output for this kind of task", errorInit);
  },
  31: () => ({ logs: "one" }),
  32: () => ({ error: "two" }),
  33: () => {
    throw new NotFound("gone", errorInit);
  },
};

function service(more: Readonly<Record<string, Handler>> = {}): FakeServiceClient {
  return fakeServiceClient({
    [`${base}/submit`]: () => ({ run_id: 1 }),
    [`${base}/get`]: ({ run_id, page_token = "" }) =>
      run_id === 30 ? iterations[String(page_token)] : run,
    [`${base}/get-output`]: ({ run_id }) => outputs[String(run_id)]?.(),
    ...more,
  });
}

const expected = [
  {
    taskKey: "good",
    runId: 10,
    state: "SUCCESS",
    message: "",
    output: { notebook_output: { result: "42" } },
  },
  {
    taskKey: "bad",
    runId: 12,
    state: "FAILED",
    message: "",
    error: "ValueError: 1",
    trace: "Traceback 1",
    output: { error: "ValueError: 1", error_trace: "Traceback 1", logs: "..." },
  },
  {
    taskKey: "loop",
    runId: 30,
    state: "FAILED",
    message: "",
    iterations: [
      { taskKey: "each", runId: 31, state: "SUCCESS", message: "", output: { logs: "one" } },
      {
        taskKey: "each",
        runId: 32,
        state: "FAILED",
        message: "",
        error: "two",
        output: { error: "two" },
      },
      { taskKey: "each", runId: 33, state: "SUCCESS", message: "" },
    ],
  },
  { taskKey: "condition", runId: 13, state: "SUCCESS", message: "" },
  { taskKey: "after", state: "SKIPPED", message: "upstream" },
];

describe("outputs of a run", () => {
  it("are those of all tasks, failed ones and iterations among them", async () => {
    const api = service();
    expect(await new Jobs(api).getRunOutputs({ run_id: 1 }, { timeout: 9 })).toEqual(expected);
    expect(api.calls.every(({ options }) => options.timeout === 9)).toBe(true);
    const asked = api.calls.filter(({ path }) => path === `${base}/get-output`);
    expect(asked.map(({ request }) => request["run_id"])).toEqual([10, 12, 31, 32, 33, 13]);
  });

  it("are those of the iterations, for the run of a for-each task", async () => {
    const found = await new Jobs(service()).getRunOutputs({ run_id: 30 });
    expect(found).toEqual(expected[2]?.iterations);
  });

  it("are none of a loop that was not gone through", async () => {
    const api = service({
      [`${base}/get`]: ({ run_id }) => (run_id === 30 ? { tasks: [loop] } : { tasks: [loop] }),
    });
    expect(await new Jobs(api).getRunOutputs({ run_id: 1 })).toEqual([
      { taskKey: "loop", runId: 30, state: "FAILED", message: "", iterations: [] },
    ]);
  });

  it("come from the waiter, too, once the run has ended, however it did", async () => {
    let polls = 0;
    const get: Handler = ({ run_id, page_token = "" }) => {
      if (run_id === 30) return iterations[String(page_token)];
      return ++polls < 3 ? { run_id: 1, state: { life_cycle_state: "RUNNING" } } : run;
    };
    const waiter = await new Jobs(service({ [`${base}/get`]: get })).submit();
    const seen: unknown[] = [];
    const found = await waiter.outputs({ onProgress: ({ state }) => seen.push(state) });
    expect(found).toEqual(expected);
    expect(seen).toHaveLength(3);
    await expect(waiter.result()).rejects.toThrow(JobRunFailed);
  });

  it("say where a task stands that has no result, in whichever form", async () => {
    const tasks = [
      { task_key: "a", state: { life_cycle_state: "RUNNING" } },
      { task_key: "b", status: { state: "TERMINATED", termination_details: { message: "m" } } },
      { task_key: "c" },
    ];
    const api = service({ [`${base}/get`]: () => ({ tasks }) });
    expect(await new Jobs(api).getRunOutputs({ run_id: 1 })).toEqual([
      { taskKey: "a", state: "RUNNING", message: "" },
      { taskKey: "b", state: "TERMINATED", message: "m" },
      { taskKey: "c", state: "", message: "" },
    ]);
  });

  it("are not had where they are refused", async () => {
    const api = service({
      [`${base}/get-output`]: () => {
        throw new PermissionDenied("not yours", errorInit);
      },
    });
    await expect(new Jobs(api).getRunOutputs({ run_id: 1 })).rejects.toThrow(PermissionDenied);
  });

  it("are asked for a few at a time", async () => {
    let [running, most] = [0, 0];
    const tasks = Array.from({ length: 100 }, (_, i) => task(`t${i}`, i, "SUCCESS"));
    const api = service({
      [`${base}/get`]: () => ({ tasks }),
      [`${base}/get-output`]: async () => {
        most = Math.max(most, ++running);
        await new Promise((resolve) => setImmediate(resolve));
        running--;
        return {};
      },
    });
    expect(await new Jobs(api).getRunOutputs({ run_id: 1 })).toHaveLength(100);
    expect(most).toBe(8);
  });
});

describe("repairFailed", () => {
  const repaired = (repair_history?: object[]): FakeServiceClient =>
    service({
      [`${base}/get`]: () => ({
        run_id: 1,
        state: { life_cycle_state: "TERMINATED", result_state: "SUCCESS" },
        repair_history,
      }),
      [`${base}/repair`]: () => ({ repair_id: 6 }),
    });

  it.each([
    [undefined, {}],
    [[{ type: "ORIGINAL", id: 0 }], {}],
    [[{ type: "ORIGINAL" }, { type: "REPAIR", id: 5 }], { latest_repair_id: 5 }],
  ])("runs again what failed, after the repairs %j", async (history, latest) => {
    const api = repaired(history);
    const request = { run_id: 1, job_parameters: { a: "b" } };
    const waiter = await new Jobs(api).repairFailed(request, { timeout: 9 });
    expect(waiter.response).toEqual({ repair_id: 6 });
    expect(api.calls.map((call) => call.request)).toEqual([
      { run_id: 1, include_history: true },
      { ...request, rerun_all_failed_tasks: true, ...latest },
    ]);
    expect(api.calls.every(({ options }) => options.timeout === 9)).toBe(true);
    expect((await waiter.result()).state?.result_state).toBe("SUCCESS");
  });

  it("waits for the end", async () => {
    const run = await new Jobs(repaired()).repairFailedAndWait({ run_id: 1 });
    expect(run.state?.result_state).toBe("SUCCESS");
  });
});
