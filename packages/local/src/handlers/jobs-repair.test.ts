import { describe, expect } from "vitest";
import { proof } from "../testing/proof.js";
import { ended } from "./testing/job-calls.js";

interface RepairedRun {
  readonly state: { readonly result_state: string };
  readonly tasks: readonly { readonly task_key: string; readonly run_id: number }[];
  readonly repair_history?: readonly object[];
}

describe("jobs.JobsAPI: repairs", () => {
  proof(["jobs.JobsAPI.repairRun"], "runs what failed once more", async ({ call, error }) => {
    const task = (left: string): object => ({
      task_key: "compare",
      condition_task: { op: "GREATER_THAN", left, right: "0" },
    });
    const settings = { tasks: [task("none")] };
    const { job_id } = await call<{ job_id: number }>("POST", "/api/2.2/jobs/create", settings);
    const { run_id } = await call<{ run_id: number }>("POST", "/api/2.2/jobs/run-now", { job_id });
    await ended(call, run_id);
    const path = "/api/2.2/jobs/runs/repair";
    const failed = { run_id, rerun_all_failed_tasks: true };
    const first = await call<{ repair_id: number }>("POST", path, failed);
    await ended(call, run_id);
    expect(await error("POST", path, failed)).toMatchObject({
      status: 400,
      errorCode: "INVALID_PARAMETER_VALUE",
    });
    await call("POST", "/api/2.2/jobs/update", { job_id, new_settings: { tasks: [task("1")] } });
    const second = await call<{ repair_id: number }>("POST", path, {
      ...failed,
      latest_repair_id: first.repair_id,
    });
    await ended(call, run_id);
    const at = `/api/2.2/jobs/runs/get?run_id=${run_id}`;
    expect(await call<RepairedRun>("GET", at)).not.toHaveProperty("repair_history");
    const run = await call<RepairedRun>("GET", `${at}&include_history=true`);
    expect(run.state.result_state).toBe("SUCCESS");
    const [a, b, c] = run.tasks.map((each) => each.run_id);
    expect(run.repair_history).toMatchObject([
      { type: "ORIGINAL", state: { result_state: "FAILED" }, task_run_ids: [a] },
      { type: "REPAIR", id: first.repair_id, task_run_ids: [b] },
      {
        type: "REPAIR",
        id: second.repair_id,
        status: { state: "TERMINATED" },
        task_run_ids: [c],
      },
    ]);
  });
});
