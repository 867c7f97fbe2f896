import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { JobsEngine, runState } from "./index.js";
import { JobsFixture, endings, hasPython, isAlive } from "./testing/jobs-fixture.js";

let jobs: JobsFixture;
beforeEach(() => {
  jobs = new JobsFixture();
});
afterEach(() => jobs.close());

const logs = (id: number | undefined): string => jobs.engine.runs.output(id ?? 0).log?.text ?? "";

describe.runIf(hasPython)("a Python program", () => {
  it("runs with its parameters, and its output is kept in order", async () => {
    const program = [
      "import sys",
      "for i in range(50):",
      "    print('out', i)",
      "    print('err', i, file=sys.stderr)",
      "print(sys.argv[1:])",
    ].join("\n");
    const task = jobs.python("main", program);
    const parameters = ["a b", "$(id)", "'\"", "{{task.name}}", "{{ unknown.thing }}"];
    const { run, tasks } = await jobs.run({
      ...task,
      spark_python_task: { python_file: "dbfs:/main.py", parameters },
    });
    expect(runState(run.progress).state).toMatchObject({
      life_cycle_state: "TERMINATED",
      result_state: "SUCCESS",
    });
    const lines = Array.from({ length: 50 }, (_, i) => `out ${i}\nerr ${i}\n`).join("");
    const args = `['a b', '$(id)', '\\'"', 'main', '{{ unknown.thing }}']\n`;
    expect(logs(tasks[0]?.run_id)).toBe(lines + args);
    expect(tasks[0]).toMatchObject({ cluster_id: "usable", attempt_number: 0 });
  });

  it("sees the workspace, its ids, and none of the server's secrets", async () => {
    process.env["SECRET_OF_THE_SERVER"] = "hidden";
    process.env["AWS_SECRET_ACCESS_KEY"] = "hidden";
    try {
      const program =
        "import json, os; print(json.dumps([dict(os.environ), os.getcwd(), os.listdir()]))";
      const { run, tasks } = await jobs.run(jobs.python("main", program));
      const [variables, cwd, files] = JSON.parse(logs(tasks[0]?.run_id)) as [
        Record<string, string>,
        string,
        string[],
      ];
      expect(variables).toMatchObject({
        DATABRICKS_HOST: "http://host",
        DATABRICKS_TOKEN: `token-${tasks[0]?.run_id}`,
        DATABRICKS_RUNTIME_VERSION: "16.4",
        DATABRICKS_JOB_ID: String(run.job_id),
        DATABRICKS_JOB_RUN_ID: String(run.run_id),
        DATABRICKS_TASK_RUN_ID: String(tasks[0]?.run_id),
        DATABRICKS_TASK_KEY: "main",
        DATABRICKS_CLUSTER_ID: "usable",
        PYTHONUNBUFFERED: "1",
      });
      expect(Object.values(variables)).not.toContain("hidden");
      expect(files).toEqual(["main.py"]);
      expect(fs.existsSync(cwd)).toBe(false);
      expect(jobs.tokens.size).toBe(0);
    } finally {
      delete process.env["SECRET_OF_THE_SERVER"];
      delete process.env["AWS_SECRET_ACCESS_KEY"];
    }
  });

  it("that raises fails, with the last traceback", async () => {
    const program = "try:\n  {}['first']\nexcept KeyError:\n  1/0\n";
    const { run, tasks } = await jobs.run(jobs.python("main", program));
    expect(runState(run.progress)).toMatchObject({
      state: {
        life_cycle_state: "INTERNAL_ERROR",
        result_state: "FAILED",
        state_message:
          "Task main failed with message: Workload failed, see run output for details.",
      },
      status: { state: "TERMINATED", termination_details: { code: "RUN_EXECUTION_ERROR" } },
    });
    const { taskRun } = jobs.engine.runs.output(tasks[0]?.run_id ?? 0);
    expect(taskRun.error).toBe("ZeroDivisionError: division by zero");
    expect(taskRun.error_trace).toMatch(/^Traceback[^]*main\.py[^]*ZeroDivisionError/);
    expect(taskRun.error_trace).not.toContain("KeyError");
  });

  it.each([
    ["import sys; sys.exit(3)", "exit code 3"],
    ["import os, signal; os.kill(os.getpid(), signal.SIGKILL)", "signal SIGKILL"],
  ])("that ends itself fails: %s", async (program, reason) => {
    const { tasks } = await jobs.run(jobs.python("main", program));
    expect(tasks[0]?.error).toContain(reason);
  });

  it("keeps the last 5 MiB of its output", async () => {
    const program = "for i in range(6000): print(str(i) + ' ' + 'ü' * 500)";
    const { tasks } = await jobs.run(jobs.python("main", program));
    const output = jobs.engine.runs.output(tasks[0]?.run_id ?? 0);
    expect(output.log?.truncated).toBe(true);
    expect(Buffer.byteLength(output.log?.text ?? "")).toBeLessThanOrEqual(5 * 1024 * 1024);
    expect(Buffer.byteLength(output.log?.text ?? "")).toBeGreaterThan(5 * 1024 * 1024 - 4);
    expect(output.log?.text).not.toContain("\uFFFD");
    expect(output.log?.text.endsWith("ü\n")).toBe(true);
  });

  it("runs where it lies when it is a file, and can import its neighbours", async () => {
    const folder = fs.mkdtempSync(path.join(os.tmpdir(), "program-test-"));
    fs.writeFileSync(path.join(folder, "main.py"), "import helper; print(helper.answer)");
    fs.writeFileSync(path.join(folder, "helper.py"), "answer = 42");
    const local = new JobsFixture({ findProgram: () => ({ file: path.join(folder, "main.py") }) });
    try {
      const { tasks } = await local.run(local.python("main", ""));
      expect(local.engine.runs.output(tasks[0]?.run_id ?? 0).log?.text).toBe("42\n");
      expect(fs.readdirSync(folder).sort()).toEqual(["helper.py", "main.py"]);
    } finally {
      await local.close();
      fs.rmSync(folder, { recursive: true });
    }
  });

  it("leaves nothing behind in the background", async () => {
    const program = "import subprocess; print(subprocess.Popen(['sleep', '60']).pid)";
    const { tasks } = await jobs.run(jobs.python("main", program));
    expect(isAlive(Number(logs(tasks[0]?.run_id)))).toBe(false);
  });
});

const SLEEPER = [
  "import os, signal, subprocess, time",
  "child = subprocess.Popen(['sleep', '60'])",
  "print(os.getpid(), child.pid)",
  "time.sleep(60)",
].join("\n");

/** Waits until the sleeper has said which processes there are. */
async function pidsOf(fixture: JobsFixture, taskRunId: number): Promise<number[]> {
  const text = (): string => fixture.engine.runs.output(taskRunId).log?.text ?? "";
  await fixture.until(taskRunId, () => text().includes("\n"));
  return text().trim().split(" ").map(Number);
}

describe.runIf(hasPython)("ending programs", () => {
  it.each([
    ["politely", SLEEPER],
    ["by force", `import signal\nsignal.signal(signal.SIGTERM, signal.SIG_IGN)\n${SLEEPER}`],
  ])("cancels a run and all its processes %s, within 5 s", async (_, program) => {
    const { run_id, task_run_ids } = jobs.engine.runs.submit(
      { tasks: [jobs.python("main", program)] },
      "me",
    );
    const pids = await pidsOf(jobs, task_run_ids[0] ?? 0);
    const begun = Date.now();
    jobs.engine.runs.cancel(run_id);
    expect(jobs.engine.runs.get(run_id).run.progress.phase).toBe("TERMINATING");
    const { run, tasks } = await jobs.ended(run_id);
    expect(Date.now() - begun).toBeLessThan(5000);
    expect(runState(run.progress)).toMatchObject({
      state: { result_state: "CANCELED", user_cancelled_or_timedout: true },
      status: { state: "TERMINATED", termination_details: { code: "USER_CANCELED" } },
    });
    expect(endings({ run, tasks })).toEqual({ main: "canceled" });
    expect(pids.map(isAlive)).toEqual([false, false]);
  });

  it("times out a task", async () => {
    const view = await jobs.run(jobs.python("main", SLEEPER, { timeout_seconds: 1 }));
    expect(endings(view)).toEqual({ main: "timed_out" });
    expect(runState(view.tasks[0]?.progress ?? { phase: "PENDING" })).toMatchObject({
      state: { life_cycle_state: "TERMINATED", result_state: "TIMEDOUT" },
      status: { termination_details: { code: "CANCELED" } },
    });
  });

  it("times out a run, also when the limit is set while it runs", async () => {
    const tasks = [jobs.python("main", SLEEPER)];
    const job_id = jobs.engine.create({ tasks }, "me");
    const { run_id, task_run_ids } = jobs.engine.runs.runNow({ job_id }, "me");
    const pids = await pidsOf(jobs, task_run_ids[0] ?? 0);
    jobs.engine.update(job_id, { timeout_seconds: 1 });
    const { run } = await jobs.ended(run_id);
    expect(runState(run.progress).state.result_state).toBe("TIMEDOUT");
    expect(pids.map(isAlive)).toEqual([false, false]);
  });

  it("leaves no process and no active run when the engine closes", async () => {
    const { store } = jobs;
    const { run_id, task_run_ids } = jobs.engine.runs.submit(
      {
        tasks: [
          jobs.python("main", SLEEPER),
          jobs.python("next", "", { depends_on: [{ task_key: "main" }] }),
        ],
      },
      "me",
    );
    const pids = await pidsOf(jobs, task_run_ids[0] ?? 0);
    await jobs.engine.close();
    expect(pids.map(isAlive)).toEqual([false, false]);
    const later = new JobsFixture({ store });
    expect(endings(later.engine.runs.get(run_id))).toEqual({
      main: "internal_error",
      next: "internal_error",
    });
    await later.close();
  });
});

describe("what cannot run", () => {
  it("says what to install when there is no Python", async () => {
    const local = new JobsFixture({ python: "python-that-is-not-there" });
    const { run, tasks } = await local.run(local.python("main", ""));
    expect(tasks[0]?.error).toMatch(/python-that-is-not-there was not found.*Install Python 3/);
    expect(runState(run.progress).state.life_cycle_state).toBe("INTERNAL_ERROR");
    await local.close();
  });

  it("says which file is missing", async () => {
    const task = { ...jobs.python("main", ""), spark_python_task: { python_file: "dbfs:/no.py" } };
    const { run, tasks } = await jobs.run(task);
    expect(tasks[0]?.error).toMatch(/dbfs:\/no\.py.*there is no such file/);
    expect(runState(run.progress).status.termination_details?.code).toBe("RESOURCE_NOT_FOUND");
  });

  it("never lets other task types succeed", async () => {
    const view = await jobs.run({ task_key: "n", dbt_task: {} } as never);
    expect(endings(view)).toEqual({ n: "internal_error" });
    expect(view.tasks[0]?.error).toContain("dbt_task is not implemented by the local workspace");
    expect(runState(view.run.progress).state.state_message).toContain("dbt_task");
  });

  it("marks runs that were active when the process died", async () => {
    const before = new JobsFixture();
    const { run_id } = before.engine.runs.submit({ tasks: [before.python("main", "")] }, "me");
    const after = new JobsEngine({
      store: before.store,
      clock: before.clock,
      workspaceId: 1,
      clusters: { ensureJobCluster: async () => "", isUsable: () => true, release: () => {} },
      findProgram: () => undefined,
      findNotebook: () => undefined,
      grantAccess: () => ({ host: "", token: "", revoke: () => {} }),
    });
    const { run, tasks } = after.runs.get(run_id);
    expect(runState(run.progress).state).toMatchObject({
      life_cycle_state: "INTERNAL_ERROR",
      state_message: "The local workspace was stopped while the run was active.",
    });
    expect(runState(tasks[0]?.progress ?? { phase: "PENDING" }).state.life_cycle_state).toBe(
      "INTERNAL_ERROR",
    );
    expect(run.end_time).toBeGreaterThan(0);
    await after.close();
    await before.close();
  });
});

describe("clusters", () => {
  it.runIf(hasPython)("are shared by key, made for one task, and released", async () => {
    const own = { FROM_CLUSTER: "yes" };
    const settings = {
      job_clusters: [{ job_cluster_key: "shared", new_cluster: {} }],
      tasks: [
        jobs.python("a", "", { job_cluster_key: "shared", existing_cluster_id: undefined }),
        jobs.python("b", "", { job_cluster_key: "shared", existing_cluster_id: undefined }),
        jobs.python("c", "import os; print(os.environ['FROM_CLUSTER'])", {
          new_cluster: { spark_env_vars: own },
          existing_cluster_id: undefined,
        }),
      ],
    };
    const job_id = jobs.engine.create(settings, "me");
    const view = await jobs.ended(jobs.engine.runs.runNow({ job_id }, "me").run_id);
    expect(endings(view)).toEqual({ a: "success", b: "success", c: "success" });
    expect(logs(view.tasks[2]?.run_id)).toBe("yes\n");
    await Promise.resolve();
    expect(jobs.clusterCalls.toSorted()).toEqual([
      "ensure c",
      "ensure shared",
      "release cluster-c",
      "release cluster-shared",
    ]);
  });

  it("that fail, fail the task", async () => {
    const view = await jobs.run(
      jobs.python("broken", "", { new_cluster: {}, existing_cluster_id: undefined }),
      jobs.python("gone", "", { existing_cluster_id: "gone" }),
    );
    expect(endings(view)).toEqual({ broken: "misconfigured", gone: "misconfigured" });
    expect(view.tasks[0]?.error).toContain("no such node type");
    expect(view.tasks[1]?.error).toContain("Cluster gone");
    expect(runState(view.run.progress).status.termination_details?.code).toBe("CLUSTER_ERROR");
  });

  it("that never come do not hold up a cancel", async () => {
    const local = new JobsFixture({
      clusters: {
        ensureJobCluster: () => new Promise(() => {}),
        isUsable: () => true,
        release: () => {},
      },
    });
    const task = local.python("main", "", { new_cluster: {}, existing_cluster_id: undefined });
    const { run_id } = local.engine.runs.submit({ tasks: [task] }, "me");
    await local.until(run_id, ({ run }) => run.progress.phase === "RUNNING");
    local.engine.runs.cancel(run_id);
    expect(endings(await local.ended(run_id))).toEqual({ main: "canceled" });
    await local.close();
  });
});
