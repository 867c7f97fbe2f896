import * as path from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { WorkspaceError } from "../../errors/index.js";
import { runState, type RunRecord, type TaskDefinition } from "./index.js";
import { JobsFixture, endings, hasPython } from "./testing/jobs-fixture.js";

let jobs: JobsFixture;
beforeEach(() => {
  jobs = new JobsFixture();
});
afterEach(() => jobs.close());

/** A task that needs no program: succeeds with this outcome, or fails. */
function check(
  task_key: string,
  outcome: boolean | "fails" = true,
  ...on: string[]
): TaskDefinition {
  const op = outcome === "fails" ? "GREATER_THAN" : "EQUAL_TO";
  const condition_task = { op, left: "x", right: outcome === true ? "x" : "y" };
  return { task_key, condition_task, depends_on: on.map((key) => ({ task_key: key })) };
}

/** A task that never ends by itself: its cluster never comes. */
function stuck(task_key: string, more: Partial<TaskDefinition> = {}): TaskDefinition {
  return { task_key, new_cluster: {}, spark_python_task: { python_file: "dbfs:/x.py" }, ...more };
}

const never = {
  clusters: {
    ensureJobCluster: () => new Promise<string>(() => {}),
    isUsable: () => true,
    release: () => {},
  },
};

function errorOf(work: () => unknown): { code: string; message: string } {
  try {
    work();
  } catch (error) {
    if (error instanceof WorkspaceError) return { code: error.code, message: error.message };
    throw error;
  }
  throw new Error("expected an error");
}

const invalid = (message: string): object => ({ code: "INVALID_PARAMETER_VALUE", message });
const stateOf = (run: RunRecord): string => runState(run.progress).state.life_cycle_state;

describe("a graph of tasks", () => {
  it("runs in order, past failures where run_if allows", async () => {
    const view = await jobs.run(
      check("a"),
      check("b", true, "a"),
      check("c", "fails", "a"),
      check("d", true, "b", "c"),
      { ...check("tail", true, "d"), run_if: "ALL_DONE" },
    );
    expect(endings(view)).toEqual({
      a: "success",
      b: "success",
      c: "misconfigured",
      d: "upstream_failed",
      tail: "success",
    });
    expect(runState(view.run.progress).status.termination_details?.code).toBe(
      "SUCCESS_WITH_FAILURES",
    );
    expect(view.run.end_time).toBeGreaterThanOrEqual(view.run.start_time);
  });

  it("follows the branch of a condition", async () => {
    const on = (outcome: string): Partial<TaskDefinition> => ({
      depends_on: [{ task_key: "if", outcome }],
    });
    const view = await jobs.run(
      check("if", false),
      { ...check("yes"), ...on("true") },
      { ...check("no"), ...on("false") },
      check("after_yes", true, "yes"),
      check("join", true, "yes", "no"),
    );
    expect(endings(view)).toEqual({
      if: "success",
      yes: "excluded",
      no: "success",
      after_yes: "excluded",
      join: "success",
    });
    expect(view.tasks[0]?.condition_outcome).toBe(false);
    expect(runState(view.run.progress).state.result_state).toBe("SUCCESS");
  });

  it("leaves out disabled tasks, and what `only` does not name", async () => {
    const view = await jobs.run({ ...check("off"), disabled: true }, check("next", true, "off"));
    expect(endings(view)).toEqual({ off: "disabled", next: "excluded" });
    const job_id = jobs.engine.create(
      { tasks: [check("a", "fails"), check("b", true, "a")] },
      "me",
    );
    const { run_id } = jobs.engine.runs.runNow({ job_id, only: ["b"] }, "me");
    expect(endings(await jobs.ended(run_id))).toEqual({ b: "success" });
    expect(errorOf(() => jobs.engine.runs.runNow({ job_id, only: ["c"] }, "me"))).toEqual(
      invalid("only: the job has no task 'c'."),
    );
  });

  it("resolves references to parameters and to the results of other tasks", async () => {
    const settings = {
      name: "nightly",
      parameters: [
        { name: "day", default: "monday" },
        { name: "where", default: "{{job.name}}" },
      ],
      tasks: [
        check("a"),
        {
          task_key: "b",
          depends_on: [{ task_key: "a" }],
          condition_task: {
            op: "EQUAL_TO",
            left: "{{job.parameters.day}} {{job.parameters.where}} {{job.parameters.extra}} {{tasks.a.result_state}}",
            right: "friday nightly more success",
          },
        },
      ],
    };
    const job_id = jobs.engine.create(settings, "me");
    const job_parameters = { day: "friday", extra: "more" };
    const { run, tasks } = await jobs.ended(
      jobs.engine.runs.runNow({ job_id, job_parameters }, "me").run_id,
    );
    expect(tasks[1]?.condition_outcome).toBe(true);
    expect(run.job_parameters).toEqual([
      { name: "day", default: "monday", value: "friday" },
      { name: "where", default: "{{job.name}}", value: "nightly" },
      { name: "extra", value: "more" },
    ]);
  });

  it("of 1000 tasks ends", async () => {
    const chain = Array.from({ length: 1000 }, (_, i) =>
      check(`t${i}`, i === 0 ? "fails" : true, ...(i ? [`t${i - 1}`] : [])),
    );
    const view = await jobs.run(...chain);
    expect(view.tasks.at(-1)?.progress).toMatchObject({ outcome: { ending: "upstream_failed" } });
  });
});

describe("cancel", () => {
  it("ends one task, and what depends on it goes with it", async () => {
    await jobs.close();
    jobs = new JobsFixture(never);
    const run = jobs.engine.runs.submit(
      { tasks: [stuck("a"), check("b", true, "a"), check("c")] },
      "me",
    );
    await jobs.until(run.run_id, ({ tasks }) => tasks[2]?.progress.phase === "ENDED");
    jobs.engine.runs.cancel(run.task_run_ids[0] ?? 0);
    const view = await jobs.ended(run.run_id);
    expect(endings(view)).toEqual({ a: "canceled", b: "upstream_canceled", c: "success" });
    expect(runState(view.run.progress).state.result_state).toBe("CANCELED");
    jobs.engine.runs.cancel(run.run_id);
    expect(jobs.engine.runs.get(run.run_id)).toEqual(view);
  });

  it("ends a run that has not begun", async () => {
    const { run_id } = jobs.engine.runs.submit({ tasks: [check("a")] }, "me");
    jobs.engine.runs.cancel(run_id);
    expect(endings(await jobs.ended(run_id))).toEqual({ a: "canceled" });
  });
});

describe("how many runs a job may have", () => {
  beforeEach(async () => {
    await jobs.close();
    jobs = new JobsFixture(never);
  });

  it("skips a run too many", () => {
    const job_id = jobs.engine.create({ tasks: [stuck("a")] }, "me");
    jobs.engine.runs.runNow({ job_id }, "me");
    const { run } = jobs.engine.runs.get(jobs.engine.runs.runNow({ job_id }, "me").run_id);
    expect(runState(run.progress)).toMatchObject({
      state: { life_cycle_state: "SKIPPED", result_state: "MAXIMUM_CONCURRENT_RUNS_REACHED" },
      status: {
        state: "TERMINATED",
        termination_details: { code: "MAX_CONCURRENT_RUNS_EXCEEDED" },
      },
    });
  });

  it("queues runs, starts them in turn, and when there is more room", async () => {
    const job_id = jobs.engine.create({ tasks: [stuck("a")], queue: { enabled: true } }, "me");
    const start = (): number => jobs.engine.runs.runNow({ job_id }, "me").run_id;
    const [a, b, c, d] = [start(), start(), start(), start()];
    const states = (): string[] => [a, b, c, d].map((id) => stateOf(jobs.engine.runs.get(id).run));
    await jobs.until(a, ({ run }) => run.progress.phase === "RUNNING");
    expect(states()).toEqual(["RUNNING", "QUEUED", "QUEUED", "QUEUED"]);
    expect(runState(jobs.engine.runs.get(b).run.progress).status.queue_details?.code).toBe(
      "MAX_CONCURRENT_RUNS_REACHED",
    );
    jobs.engine.runs.cancel(a);
    await jobs.ended(a);
    expect(states()).toEqual(["TERMINATED", "RUNNING", "QUEUED", "QUEUED"]);
    jobs.engine.update(job_id, { max_concurrent_runs: 2 });
    expect(states()).toEqual(["TERMINATED", "RUNNING", "RUNNING", "QUEUED"]);
    jobs.engine.runs.cancelAll(undefined, true);
    await jobs.ended(d);
    expect(states()).toEqual(["TERMINATED", "RUNNING", "RUNNING", "TERMINATED"]);
    jobs.engine.runs.cancelAll(job_id);
    await Promise.all([b, c].map((id) => jobs.ended(id)));
  });

  it("does not keep runs of a deleted job, which can still be read", async () => {
    const job_id = jobs.engine.create({ tasks: [stuck("a")] }, "me");
    const { run_id } = jobs.engine.runs.runNow({ job_id }, "me");
    jobs.engine.delete(job_id);
    expect(endings(await jobs.ended(run_id))).toEqual({ a: "canceled" });
    expect(errorOf(() => jobs.engine.runs.runNow({ job_id }, "me"))).toEqual(
      invalid(`Job ${job_id} does not exist.`),
    );
  });
});

describe("requests", () => {
  it("with the same token make one run", () => {
    const job_id = jobs.engine.create({ tasks: [check("a")] }, "me");
    const request = { job_id, idempotency_token: "t" };
    const first = jobs.engine.runs.runNow(request, "me");
    expect(jobs.engine.runs.runNow(request, "me").run_id).toBe(first.run_id);
    const submit = { tasks: [check("a")], idempotency_token: "u" };
    expect(jobs.engine.runs.submit(submit, "me").run_id).toBe(
      jobs.engine.runs.submit(submit, "me").run_id,
    );
    expect(jobs.engine.runs.list().items).toHaveLength(2);
  });

  it("with the token of a deleted run say so", async () => {
    const request = { tasks: [check("a")], idempotency_token: "t" };
    const { run_id } = jobs.engine.runs.submit(request, "me");
    await jobs.ended(run_id);
    jobs.engine.runs.delete(run_id);
    expect(errorOf(() => jobs.engine.runs.submit(request, "me")).code).toBe(
      "RESOURCE_DOES_NOT_EXIST",
    );
  });

  it("are refused with the platform's texts", async () => {
    const { runs } = jobs.engine;
    const active = runs.submit({ tasks: [check("a")] }, "me");
    const cases: readonly (readonly [() => unknown, object])[] = [
      [() => runs.get(7), invalid("Run 7 does not exist.")],
      [() => runs.cancel(7), invalid("Run 7 does not exist.")],
      [() => runs.delete(7), invalid("Run 7 does not exist.")],
      [() => runs.output(7), invalid("Run 7 does not exist.")],
      [() => runs.runNow({ job_id: 7 }, "me"), invalid("Job 7 does not exist.")],
      [() => runs.cancelAll(7), invalid("Job 7 does not exist.")],
      [
        () => runs.cancelAll(undefined),
        invalid("job_id: must be given, unless all_queued_runs is true."),
      ],
      [() => runs.submit({}, "me"), invalid("tasks: the run has no tasks to run.")],
      [
        () => runs.submit({ tasks: [check("a")], idempotency_token: "x".repeat(65) }, "me"),
        invalid("idempotency_token: must not be longer than 64 characters."),
      ],
      [
        () => runs.list({ active_only: true, completed_only: true }),
        invalid("active_only, completed_only: only one of them can be true."),
      ],
      [() => runs.delete(active.run_id), { code: "INVALID_STATE" }],
      [
        () => runs.output(active.run_id),
        invalid(
          "Retrieving the output of runs with multiple tasks is not supported. " +
            "Please retrieve the output of each individual task run instead.",
        ),
      ],
    ];
    for (const [work, expected] of cases) expect(errorOf(work)).toMatchObject(expected);
    await jobs.ended(active.run_id);
    runs.delete(active.run_id);
    expect(errorOf(() => runs.get(active.task_run_ids[0] ?? 0)).message).toContain(
      "does not exist",
    );
  });

  it("list runs, newest first, by what they are", async () => {
    const { runs } = jobs.engine;
    const job_id = jobs.engine.create({ tasks: [check("a")] }, "me");
    const submitted = runs.submit({ tasks: [check("a")] }, "me");
    await jobs.ended(submitted.run_id);
    const ofJob = runs.runNow({ job_id }, "me");
    const ids = (filter: Parameters<typeof runs.list>[0]): number[] =>
      runs.list(filter).items.map((run) => run.run_id);
    expect(ids({})).toEqual([ofJob.run_id, submitted.run_id]);
    expect(ids({ job_id })).toEqual([ofJob.run_id]);
    expect(ids({ run_type: "SUBMIT_RUN" })).toEqual([submitted.run_id]);
    expect(ids({ active_only: true })).toEqual([ofJob.run_id]);
    expect(ids({ completed_only: true })).toEqual([submitted.run_id]);
    expect(ids({ start_time_to: submitted.start_time - 1 })).toEqual([]);
    expect(ids({ start_time_from: submitted.start_time })).toContain(submitted.run_id);
    await jobs.ended(ofJob.run_id);
  });
});

describe.runIf(hasPython)("retries", () => {
  const COUNTED = [
    "import os, sys, pathlib",
    "counter = pathlib.Path(sys.argv[1])",
    "count = int(counter.read_text()) if counter.exists() else 0",
    "counter.write_text(str(count + 1))",
    "sys.exit(0 if count == 2 else 1)",
  ].join("\n");

  it("run a task again until it succeeds, each time with a run of its own", async () => {
    const counter = path.join(jobs.temporary(), "counter");
    const task = jobs.python("main", COUNTED, {
      max_retries: 2,
      min_retry_interval_millis: 900_000,
    });
    const view = await jobs.run({
      ...task,
      spark_python_task: { python_file: "dbfs:/main.py", parameters: [counter] },
    });
    expect(
      view.tasks.map(({ attempt_number: n, progress }) => [
        n,
        progress.phase === "ENDED" && progress.outcome.ending,
      ]),
    ).toEqual([
      [0, "failed"],
      [1, "failed"],
      [2, "success"],
    ]);
    expect(new Set(view.tasks.map((each) => each.run_id)).size).toBe(3);
    expect(new Set(view.tasks.map((each) => each.original_attempt_run_id)).size).toBe(1);
    expect(runState(view.run.progress).state.result_state).toBe("SUCCESS");
  });

  it("stop when there were enough, after a cancel, and never begin where nothing could change", async () => {
    const twice = await jobs.run(jobs.python("main", "1/0", { max_retries: 1 }));
    expect(twice.tasks).toHaveLength(2);
    expect(endings(twice)).toEqual({ main: "failed" });
    const missing = {
      ...jobs.python("main", ""),
      max_retries: -1,
      spark_python_task: { python_file: "dbfs:/no.py" },
    };
    expect((await jobs.run(missing)).tasks).toHaveLength(1);
  });

  it("follow a time-out only when asked to", async () => {
    const slow = "import time; time.sleep(60)";
    const limits = { timeout_seconds: 1, max_retries: 1 };
    const once = await jobs.run(jobs.python("a", slow, limits));
    expect(once.tasks).toHaveLength(1);
    const twice = await jobs.run(jobs.python("a", slow, { ...limits, retry_on_timeout: true }));
    expect(twice.tasks.map((each) => each.attempt_number)).toEqual([0, 1]);
  });

  it("that wait can be canceled", async () => {
    jobs.clock.close();
    const run = jobs.engine.runs.submit(
      { tasks: [jobs.python("a", "1/0", { max_retries: -1, min_retry_interval_millis: 60_000 })] },
      "me",
    );
    await jobs.until(run.run_id, ({ tasks }) => tasks[1]?.progress.phase === "WAITING_FOR_RETRY");
    jobs.engine.runs.cancel(run.run_id);
    const view = await jobs.ended(run.run_id);
    expect(
      view.tasks.map(({ progress }) => progress.phase === "ENDED" && progress.outcome.ending),
    ).toEqual(["failed", "canceled"]);
  });
});
