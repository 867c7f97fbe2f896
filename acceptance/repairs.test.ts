import { spawnSync } from "node:child_process";
import { JobRunFailed, type jobs } from "databricks-sdk-ts";
import { describe, expect, it } from "vitest";
import { failure, Lab } from "./support/lab.js";

const hasPython = spawnSync("python3", ["--version"]).status === 0;
if (!hasPython) console.warn("python3 was not found on PATH: repairs of notebooks are skipped");

function task(task_key: string, ...on: readonly string[]): jobs.Task {
  const notebook_task = { notebook_path: `/Shared/${task_key}` };
  return { task_key, notebook_task, depends_on: on.map((key) => ({ task_key: key })) };
}

/** Writes the notebook of a task. */
async function write({ w }: Lab, name: string, source: string): Promise<void> {
  const text = `# Databricks notebook source\n${source}\n`;
  await w.workspace.upload(`/Shared/${name}`, text, { language: "PYTHON", overwrite: true });
}

describe.runIf(hasPython)("a run of notebooks that fails", { timeout: 60_000 }, () => {
  it("says why, is repaired without running again what went well, and gives all results", async () => {
    await using lab = await Lab.open();
    const values = "dbutils.jobs.taskValues";
    await write(lab, "load", `${values}.set("rows", 41)\ndbutils.notebook.exit("loaded")`);
    await write(lab, "count", `raise ValueError(f"rows: {${values}.get('load', 'rows')}")`);
    await write(lab, "tell", `dbutils.notebook.exit("told")`);
    const tasks = [task("load"), task("count", "load"), task("tell", "count")];
    const run = await lab.w.jobs.submit({ run_name: "story", tasks });
    const error = (await failure(run.result())) as JobRunFailed;
    expect(error).toBeInstanceOf(JobRunFailed);
    expect(error.message).toContain("task count: FAILED: ValueError: rows: 41");
    expect(error.failedTasks).toMatchObject([{ taskKey: "count", state: "FAILED" }]);
    expect(error.failedTasks[0]?.trace).toContain("</Shared/count, cell 1>");

    const { run_id = 0 } = run.response;
    const again = await failure(lab.w.jobs.repairFailedAndWait({ run_id }));
    expect(again).toBeInstanceOf(JobRunFailed);
    await write(lab, "count", `dbutils.notebook.exit(str(${values}.get("load", "rows") + 1))`);
    const repair = await lab.w.jobs.repairFailed({ run_id });
    const outputs = await repair.outputs();
    const results = outputs.map(({ taskKey, state, output }) => [
      taskKey,
      state,
      output?.notebook_output?.result,
    ]);
    expect(results).toEqual([
      ["load", "SUCCESS", "loaded"],
      ["count", "SUCCESS", "42"],
      ["tell", "SUCCESS", "told"],
    ]);
    const { repair_history = [] } = await lab.w.jobs.getRun({ run_id, include_history: true });
    expect(repair_history.map(({ task_run_ids = [] }) => task_run_ids.length)).toEqual([3, 2, 2]);
  });
});
