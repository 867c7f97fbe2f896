import { describe, expect } from "vitest";
import { hasPython } from "../engines/jobs/testing/jobs-fixture.js";
import { proof } from "../testing/proof.js";
import { ended, python, type WireRun } from "./testing/job-calls.js";

const condition = (task_key: string, right = "x", ...on: string[]): object => ({
  task_key,
  condition_task: { op: "EQUAL_TO", left: "x", right },
  depends_on: on.map((key) => ({ task_key: key })),
});

describe("jobs.JobsAPI: definitions", () => {
  proof(
    [
      "jobs.JobsAPI.create",
      "jobs.JobsAPI.get",
      "jobs.JobsAPI.list",
      "jobs.JobsAPI.reset",
      "jobs.JobsAPI.update",
      "jobs.JobsAPI.delete",
    ],
    "defines, shows, changes and forgets a job",
    async ({ call, error, workspace }) => {
      const settings = {
        name: "nightly",
        tasks: [condition("b", "x", "a"), condition("a")],
        tags: { t: "1" },
      };
      const { job_id } = await call<{ job_id: number }>("POST", "/api/2.2/jobs/create", settings);
      const at = `/api/2.1/jobs/get?job_id=${job_id}`;
      const job = await call<{ creator_user_name: string; settings: object }>("GET", at);
      expect(job).toMatchObject({
        job_id,
        run_as_user_name: job.creator_user_name,
        settings: { ...settings, format: "MULTI_TASK", max_concurrent_runs: 1, timeout_seconds: 0 },
      });
      expect(job.creator_user_name).toContain("@");
      expect(job).not.toHaveProperty("next_page_token");
      const list = await call<{ jobs: { settings: object }[] }>(
        "GET",
        "/api/2.2/jobs/list?name=NIGHTLY",
      );
      expect(list).toMatchObject({ jobs: [{ job_id }], has_more: false });
      expect(list.jobs[0]?.settings).not.toHaveProperty("tasks");
      const expanded = await call("GET", "/api/2.2/jobs/list?expand_tasks=true");
      expect(expanded).toMatchObject({ jobs: [{ settings: { tasks: [{}, {}] } }] });
      const change = {
        job_id,
        new_settings: { tasks: [condition("c")] },
        fields_to_remove: ["tags", "tasks/a", "tasks/b"],
      };
      expect(await call("POST", "/api/2.2/jobs/update", change)).toEqual({});
      const updated = await call<{ settings: object }>("GET", at);
      expect(updated.settings).toMatchObject({ name: "nightly", tasks: [{ task_key: "c" }] });
      expect(updated.settings).not.toHaveProperty("tags");
      await call("POST", "/api/2.2/jobs/reset", { job_id, new_settings: { name: "empty" } });
      expect((await call<{ settings: object }>("GET", at)).settings).not.toHaveProperty("tasks");
      await call("POST", "/api/2.2/jobs/delete", { job_id });
      const gone = {
        status: 400,
        errorCode: "INVALID_PARAMETER_VALUE",
        body: { message: `Job ${job_id} does not exist.` },
      };
      expect(await error("GET", at)).toMatchObject(gone);
      expect(await error("POST", "/api/2.2/jobs/delete", { job_id })).toMatchObject(gone);
      expect(await error("POST", "/api/2.2/jobs/run-now", { job_id })).toMatchObject(gone);
      expect(await call("GET", "/api/2.2/jobs/list")).toEqual({ has_more: false });
      expect(workspace.host).toMatch(/^http/);
    },
  );

  proof(
    ["jobs.JobsAPI.get", "jobs.JobsAPI.getRun", "jobs.JobsAPI.listRuns"],
    "shows a job of 120 tasks, and its run, on two pages",
    async ({ call }) => {
      const keys = Array.from({ length: 120 }, (_, i) => `t${i}`);
      const settings = {
        tasks: keys.map((key) => condition(key)),
        job_clusters: [
          {
            job_cluster_key: "k",
            new_cluster: { spark_version: "15.4.x-scala2.12", num_workers: 0 },
          },
        ],
      };
      const { job_id } = await call<{ job_id: number }>("POST", "/api/2.2/jobs/create", settings);
      interface Paged {
        readonly next_page_token?: string;
        readonly settings: { tasks: { task_key: string }[]; job_clusters: unknown[] };
      }
      const first = await call<Paged>("GET", `/api/2.2/jobs/get?job_id=${job_id}`);
      expect(first).toMatchObject({ has_more: true });
      const token = first.next_page_token;
      const second = await call<Paged>(
        "GET",
        `/api/2.2/jobs/get?job_id=${job_id}&page_token=${token}`,
      );
      expect(
        [...first.settings.tasks, ...second.settings.tasks].map((task) => task.task_key),
      ).toEqual(keys);
      expect([first.settings.job_clusters.length, second.settings.job_clusters.length]).toEqual([
        1, 0,
      ]);
      expect(second).not.toHaveProperty("next_page_token");
      const { run_id } = await call<{ run_id: number }>("POST", "/api/2.2/jobs/run-now", {
        job_id,
      });
      const run = await ended(call, run_id);
      expect(run.tasks).toHaveLength(100);
      const rest = await call<WireRun>(
        "GET",
        `/api/2.2/jobs/runs/get?run_id=${run_id}&page_token=${run.next_page_token}`,
      );
      expect(rest.tasks.map((task) => task.task_key)).toEqual(keys.slice(100));
      expect(rest).toMatchObject({ run_id, state: { result_state: "SUCCESS" } });
      const { runs } = await call<{ runs: WireRun[] }>(
        "GET",
        `/api/2.2/jobs/runs/list?job_id=${job_id}&expand_tasks=true`,
      );
      expect(runs[0]).toMatchObject({ run_id, has_more: true });
      expect(runs[0]?.tasks).toHaveLength(100);
    },
  );
});

describe("jobs.JobsAPI: runs", () => {
  proof(
    [
      "jobs.JobsAPI.runNow",
      "jobs.JobsAPI.getRun",
      "jobs.JobsAPI.listRuns",
      "jobs.JobsAPI.deleteRun",
      "jobs.JobsAPI.cancelRun",
      "jobs.JobsAPI.cancelAllRuns",
    ],
    "starts, shows, lists, cancels and forgets runs",
    async ({ call, error, workspace }) => {
      const tasks = [
        condition("a", "{{job.parameters.p}}"),
        { ...condition("b"), depends_on: [{ task_key: "a", outcome: "true" }] },
      ];
      const settings = { name: "n", tasks, parameters: [{ name: "p", default: "y" }] };
      const { job_id } = await call<{ job_id: number }>("POST", "/api/2.2/jobs/create", settings);
      const started = await call<{ run_id: number }>("POST", "/api/2.2/jobs/run-now", {
        job_id,
        job_parameters: { p: "x" },
      });
      const { run_id } = started;
      expect(started).toEqual({ run_id, number_in_job: run_id });
      const run = await ended(call, run_id, "&include_resolved_values=true");
      expect(run).toMatchObject({
        job_id,
        run_id,
        number_in_job: run_id,
        original_attempt_run_id: run_id,
        run_name: "n",
        run_type: "JOB_RUN",
        trigger: "ONE_TIME",
        state: { life_cycle_state: "TERMINATED", result_state: "SUCCESS" },
        status: { state: "TERMINATED", termination_details: { code: "SUCCESS", type: "SUCCESS" } },
        job_parameters: [{ name: "p", default: "y", value: "x" }],
        run_page_url: `${workspace.host}/?o=${workspace.workspaceId}#job/${job_id}/run/${run_id}`,
      });
      expect(run.tasks[0]).toMatchObject({
        task_key: "a",
        attempt_number: 0,
        condition_task: { left: "x", right: "x", outcome: "true" },
        resolved_values: { condition_task: { left: "x", right: "x" } },
      });
      const task = await call("GET", `/api/2.2/jobs/runs/get?run_id=${run.tasks[1]?.run_id}`);
      expect(task).toMatchObject({ job_run_id: run_id, tasks: [{ task_key: "b" }] });
      expect(await call("GET", "/api/2.2/jobs/runs/list?completed_only=true")).toMatchObject({
        runs: [{ run_id }],
        has_more: false,
      });
      expect(await call("GET", "/api/2.2/jobs/runs/list?active_only=true")).toEqual({
        has_more: false,
      });
      expect(await error("GET", "/api/2.2/jobs/runs/list?limit=26")).toMatchObject({ status: 400 });
      expect(await call("POST", "/api/2.2/jobs/runs/cancel", { run_id })).toEqual({});
      expect(await call("POST", "/api/2.2/jobs/runs/cancel-all", { job_id })).toEqual({});
      expect(await error("GET", `/api/2.2/jobs/runs/get-output?run_id=${run_id}`)).toMatchObject({
        errorCode: "INVALID_PARAMETER_VALUE",
        body: {
          message:
            "Retrieving the output of runs with multiple tasks is not supported. " +
            "Please retrieve the output of each individual task run instead.",
        },
      });
      await call("POST", "/api/2.2/jobs/runs/delete", { run_id });
      expect(await error("GET", `/api/2.2/jobs/runs/get?run_id=${run_id}`)).toMatchObject({
        status: 400,
        errorCode: "INVALID_PARAMETER_VALUE",
        body: { message: `Run ${run_id} does not exist.` },
      });
    },
  );

  proof(
    ["jobs.JobsAPI.runNow"],
    "makes one run of many requests with the same token at once",
    async ({ call }) => {
      const { job_id } = await call<{ job_id: number }>("POST", "/api/2.2/jobs/create", {
        tasks: [condition("a")],
      });
      const body = { job_id, idempotency_token: "once" };
      const ask = (): Promise<{ run_id: number }> => call("POST", "/api/2.2/jobs/run-now", body);
      const answers = await Promise.all(Array.from({ length: 20 }, ask));
      expect(new Set(answers.map((answer) => answer.run_id)).size).toBe(1);
      const { runs } = await call<{ runs: WireRun[] }>(
        "GET",
        `/api/2.2/jobs/runs/list?job_id=${job_id}`,
      );
      expect(runs).toHaveLength(1);
    },
  );

  proof(["jobs.JobsAPI.submit"], "ends tasks that it cannot run as errors", async ({ call }) => {
    const tasks = [{ task_key: "n", dbt_task: { commands: ["dbt run"] } }];
    const { run_id } = await call<{ run_id: number }>("POST", "/api/2.2/jobs/runs/submit", {
      tasks,
    });
    expect(await ended(call, run_id)).toMatchObject({
      run_name: "Untitled",
      run_type: "SUBMIT_RUN",
      state: { life_cycle_state: "INTERNAL_ERROR" },
      tasks: [
        {
          state: {
            state_message: expect.stringContaining("dbt_task is not implemented") as string,
          },
        },
      ],
    });
  });
});

describe.runIf(hasPython)("jobs.JobsAPI: programs", () => {
  proof(
    ["jobs.JobsAPI.submit", "jobs.JobsAPI.getRunOutput"],
    "runs a program from DBFS that calls the workspace with its own token",
    async ({ call, send }) => {
      const program = [
        "import json, os, sys, urllib.request",
        "url = os.environ['DATABRICKS_HOST'] + '/api/2.0/preview/scim/v2/Me'",
        "token = os.environ['DATABRICKS_TOKEN']",
        "request = urllib.request.Request(url, headers={'Authorization': 'Bearer ' + token})",
        "print(json.load(urllib.request.urlopen(request))['userName'], sys.argv[1:])",
        "print(token)",
      ].join("\n");
      const task = await python(call, "main", program, { parameters: ["{{job.run_id}}"] });
      const { run_id } = await call<{ run_id: number }>("POST", "/api/2.2/jobs/runs/submit", {
        run_name: "hello",
        tasks: [task],
        environments: [{ environment_key: "default" }],
      });
      const run = await ended(call, run_id);
      expect(run).toMatchObject({ run_name: "hello", state: { result_state: "SUCCESS" } });
      const at = `/api/2.2/jobs/runs/get-output?run_id=${run.tasks[0]?.run_id}`;
      const output = await call<{
        logs: string;
        metadata: WireRun & { creator_user_name: string };
      }>("GET", at);
      const [line = "", token = ""] = output.logs.split("\n");
      expect(line).toBe(`${output.metadata.creator_user_name} ['${run_id}']`);
      expect(output).toMatchObject({ logs_truncated: false, metadata: { job_run_id: run_id } });
      const revoked = await send("GET", "/api/2.0/preview/scim/v2/Me", undefined, { token });
      expect(revoked.status).toBe(403);
    },
  );

  proof(["jobs.JobsAPI.getRunOutput"], "shows why a program failed", async ({ call }) => {
    const task = await python(call, "main", "print('before')\n1/0");
    const { run_id } = await call<{ run_id: number }>("POST", "/api/2.2/jobs/runs/submit", {
      tasks: [task],
      environments: [{ environment_key: "default" }],
    });
    const run = await ended(call, run_id);
    expect(run.status.termination_details?.code).toBe("RUN_EXECUTION_ERROR");
    const output = await call(
      "GET",
      `/api/2.2/jobs/runs/get-output?run_id=${run.tasks[0]?.run_id}`,
    );
    expect(output).toMatchObject({
      error: "ZeroDivisionError: division by zero",
      error_trace: expect.stringContaining("Traceback") as string,
      logs: expect.stringMatching(/^before\n/) as string,
    });
  });
});

describe("programs without Python", () => {
  proof(
    ["jobs.JobsAPI.submit"],
    "end with what to do about it",
    async ({ call }) => {
      const tasks = [await python(call, "main", "print(1)")];
      const environments = [{ environment_key: "default", spec: { client: "1" } }];
      const { run_id } = await call<{ run_id: number }>("POST", "/api/2.2/jobs/runs/submit", {
        tasks,
        environments,
      });
      const run = await ended(call, run_id);
      const output = await call(
        "GET",
        `/api/2.2/jobs/runs/get-output?run_id=${run.tasks[0]?.run_id}`,
      );
      expect(output).toMatchObject({
        error: expect.stringContaining("no-such-python was not found on PATH") as string,
      });
    },
    { python: "no-such-python" },
  );
});
