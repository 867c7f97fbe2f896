import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { stretchesOf, type TaskDefinition } from "./index.js";
import { endings, JobsFixture } from "./testing/jobs-fixture.js";

let jobs: JobsFixture;
beforeEach(() => {
  jobs = new JobsFixture();
});
afterEach(() => jobs.close());

/** A task that succeeds when the parameter `good` is "yes", or always. */
function check(task_key: string, depends: boolean, ...on: string[]): TaskDefinition {
  const left = depends ? "{{job.parameters.good}}" : "yes";
  // A comparison of numbers fails on text that is none.
  const condition_task = depends
    ? { op: "GREATER_THAN", left, right: "0" }
    : { op: "EQUAL_TO", left, right: "yes" };
  return { task_key, condition_task, depends_on: on.map((key) => ({ task_key: key })) };
}

/** A run in which `b` failed and `c` was never begun. */
async function failedRun(): Promise<{ readonly job: number; readonly run: number }> {
  const job = jobs.engine.create(
    {
      parameters: [{ name: "good", default: "no" }],
      tasks: [check("a", false), check("b", true, "a"), check("c", false, "b")],
    },
    "me",
  );
  const { run_id: run } = jobs.engine.runs.runNow({ job_id: job }, "me");
  const view = await jobs.ended(run);
  expect(endings(view)).toEqual({ a: "success", b: "misconfigured", c: "upstream_failed" });
  return { job, run };
}

describe("a repair", () => {
  it("runs what failed once more, and leaves what succeeded", async () => {
    const { run } = await failedRun();
    const id = jobs.engine.runs.repair({
      run_id: run,
      rerun_all_failed_tasks: true,
      job_parameters: { good: "1" },
    });
    const view = await jobs.ended(run);
    expect(endings(view)).toEqual({ a: "success", b: "success", c: "success" });
    expect(view.tasks.map(({ task, attempt_number }) => [task.task_key, attempt_number])).toEqual([
      ["a", 0],
      ["b", 0],
      ["c", 0],
      ["b", 1],
      ["c", 1],
    ]);
    const ids = view.tasks.map(({ run_id }) => run_id);
    expect(stretchesOf(view.run)).toMatchObject([
      { progress: { outcome: { ending: "run_failed" } }, task_run_ids: ids.slice(0, 3) },
      { id, progress: { outcome: { ending: "success" } }, task_run_ids: ids.slice(3) },
    ]);
  });

  it("takes the job's present tasks", async () => {
    const { job, run } = await failedRun();
    jobs.engine.update(job, { tasks: [check("b", false, "a")] });
    jobs.engine.runs.repair({ run_id: run, rerun_tasks: ["b"], rerun_dependent_tasks: true });
    expect(endings(await jobs.ended(run))).toEqual({ a: "success", b: "success", c: "success" });
  });

  it("resolves references of a run without a job anew", async () => {
    const task = check("only", false);
    const condition_task = { op: "EQUAL_TO", left: "{{task.run_id}}", right: "x" };
    const view = await jobs.run({ ...task, condition_task });
    jobs.engine.runs.repair({ run_id: view.run.run_id, rerun_tasks: ["only"] });
    const { tasks } = await jobs.ended(view.run.run_id);
    expect(tasks.map((record) => record.task.condition_task?.left)).toEqual(
      tasks.map(({ run_id }) => String(run_id)),
    );
  });

  it("asks for the latest repair from the second one on", async () => {
    const { run } = await failedRun();
    const all = { run_id: run, rerun_all_failed_tasks: true };
    const first = jobs.engine.runs.repair(all);
    await jobs.ended(run);
    expect(() => jobs.engine.runs.repair(all)).toThrow(`latest_repair_id: must be ${first}`);
    const second = jobs.engine.runs.repair({ ...all, latest_repair_id: first });
    const { run: record } = await jobs.ended(run);
    expect(stretchesOf(record).map(({ id }) => id)).toEqual([undefined, first, second]);
  });

  it.each<[object, string]>([
    [{}, "Give either rerun_tasks or rerun_all_failed_tasks."],
    [{ rerun_tasks: ["a"], rerun_all_failed_tasks: true }, "Give either"],
    [{ rerun_tasks: ["z"] }, "rerun_tasks: run"],
    [{ rerun_tasks: ["a"], latest_repair_id: 3 }, "has not been repaired yet"],
  ])("refuses %j", async (request, message) => {
    const { run } = await failedRun();
    expect(() => jobs.engine.runs.repair({ run_id: run, ...request })).toThrow(message);
  });

  it("refuses runs that are active, that did not fail, and runs of tasks", async () => {
    const { run_id } = jobs.engine.runs.submit({ tasks: [check("a", false)] }, "me");
    const again = { run_id, rerun_all_failed_tasks: true };
    expect(() => jobs.engine.runs.repair(again)).toThrow("is active");
    const { tasks } = await jobs.ended(run_id);
    expect(() => jobs.engine.runs.repair(again)).toThrow("has no failed tasks");
    const taskRun = tasks[0]?.run_id ?? 0;
    expect(() => jobs.engine.runs.repair({ ...again, run_id: taskRun })).toThrow("is a task run");
  });
});
