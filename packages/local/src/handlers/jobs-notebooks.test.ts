import { describe, expect } from "vitest";
import { hasPython } from "../engines/jobs/testing/jobs-fixture.js";
import type { Proof } from "../testing/proof.js";
import { proof } from "../testing/proof.js";
import { ended } from "./testing/job-calls.js";

/** Imports a notebook, runs it, and returns the id of its task's run. */
async function runNotebook(call: Proof["call"], source: string): Promise<number> {
  const path = "/Shared/notebook";
  const content = Buffer.from(`# Databricks notebook source\n${source}`).toString("base64");
  const body = { path, content, language: "PYTHON", format: "SOURCE", overwrite: true };
  await call("POST", "/api/2.0/workspace/import", body);
  const tasks = [{ task_key: "n", notebook_task: { notebook_path: path } }];
  const submit = "/api/2.2/jobs/runs/submit";
  const { run_id } = await call<{ run_id: number }>("POST", submit, { tasks });
  const run = await ended(call, run_id);
  return run.tasks[0]?.run_id ?? 0;
}

/** The document that the page holds, read as the official Python SDK's own tests read it. */
function modelIn(page: string): unknown {
  const [, model = ""] = /var __DATABRICKS_NOTEBOOK_MODEL = '(.*)';/.exec(page) ?? [];
  return JSON.parse(decodeURIComponent(Buffer.from(model, "base64").toString()));
}

describe.runIf(hasPython)("jobs.JobsAPI: notebooks", () => {
  proof(
    ["jobs.JobsAPI.exportRun", "jobs.JobsAPI.getRunOutput"],
    "show what they printed and exited with",
    async ({ call, error }) => {
      const id = await runNotebook(call, "print('1 < 2')\ndbutils.notebook.exit('done')\n");
      const output = await call("GET", `/api/2.2/jobs/runs/get-output?run_id=${id}`);
      expect(output).toMatchObject({ notebook_output: { result: "done", truncated: false } });
      expect(output).not.toHaveProperty("logs");
      const at = `/api/2.2/jobs/runs/export?run_id=${id}`;
      const { views } = await call<{ views: { content: string }[] }>("GET", at);
      expect(views).toMatchObject([{ type: "NOTEBOOK", name: "notebook" }]);
      expect(views[0]?.content).toContain("<pre>1 &lt; 2\n</pre>");
      expect(views[0]?.content).toContain("<pre>Notebook exited: done</pre>");
      expect(modelIn(views[0]?.content ?? "")).toMatchObject({
        name: "notebook",
        commands: [{ results: { data: [{ type: "ansi", data: "1 < 2\n" }] } }],
      });
      expect(await call("GET", `${at}&views_to_export=DASHBOARDS`)).toEqual({});
      expect(await error("GET", "/api/2.2/jobs/runs/export?run_id=1")).toMatchObject({
        status: 400,
      });
    },
  );

  proof(
    ["jobs.JobsAPI.getRunOutput"],
    "tell why they failed, whatever it was",
    async ({ call }) => {
      for (const [source, reason] of [
        ["raise ValueError('no rows')", "ValueError: no rows"],
        ["this is no Python", "SyntaxError"],
        ["# MAGIC %sql select 1", "SQL"],
        ["# MAGIC %run ./missing", "missing"],
      ] as const) {
        const id = await runNotebook(call, source);
        const output = await call("GET", `/api/2.2/jobs/runs/get-output?run_id=${id}`);
        expect(output, source).toMatchObject({ error: expect.stringContaining(reason) as string });
      }
    },
  );
});
