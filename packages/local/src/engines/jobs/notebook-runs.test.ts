import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { TaskDefinition } from "./index.js";
import { endings, hasPython, JobsFixture } from "./testing/jobs-fixture.js";

let jobs: JobsFixture;
beforeEach(() => {
  jobs = new JobsFixture();
});
afterEach(() => jobs.close());

/** A task that runs a notebook of these cells. */
function notebook(key: string, cells: readonly string[], more: object = {}): TaskDefinition {
  const notebook_path = `/Users/me/${key}`;
  const source = `# Databricks notebook source\n${cells.join("\n\n# COMMAND ----------\n\n")}\n`;
  jobs.programs.set(notebook_path, source);
  return { task_key: key, notebook_task: { notebook_path, ...more } };
}

describe.runIf(hasPython)("a notebook", () => {
  it("keeps its state from cell to cell, and exits with a value", async () => {
    const { tasks } = await jobs.run(
      notebook("n", [
        "%md # Not Python",
        "x = 20",
        "x += 1",
        "dbutils.notebook.exit(x * 2)",
        "raise RuntimeError('never reached')",
      ]),
    );
    expect(tasks[0]?.exit_value).toBe("42");
  });

  it("has the parameters of task, run and job as widgets, the job's before all", async () => {
    const cells = [
      "dbutils.widgets.text('own', 'default')",
      "names = ['own', 'base', 'given', 'job']",
      "dbutils.notebook.exit(','.join(dbutils.widgets.get(name) for name in names))",
    ];
    const base_parameters = { base: "b", given: "b", job: "b" };
    const job_id = jobs.engine.create(
      {
        tasks: [notebook("n", cells, { base_parameters })],
        parameters: [{ name: "job", default: "j" }],
      },
      "me",
    );
    const notebook_params = { given: "g", job: "g" };
    const { run_id } = jobs.engine.runs.runNow({ job_id, notebook_params }, "me");
    const { run, tasks } = await jobs.ended(run_id);
    expect(tasks[0]?.exit_value).toBe("default,b,g,j");
    expect(run.notebook_params).toEqual(notebook_params);
  });

  it("gives values to the tasks after it", async () => {
    const give = notebook("give", [
      "dbutils.jobs.taskValues.set('rows', 3)",
      "dbutils.jobs.taskValues.set('day', 'monday')",
    ]);
    const take = notebook(
      "take",
      [
        "values = dbutils.jobs.taskValues",
        "rows = values.get('give', 'rows')",
        "other = values.get('give', 'none', default='nothing')",
        "dbutils.notebook.exit(f\"{rows + 1} {other} {dbutils.widgets.get('day')}\")",
      ],
      { base_parameters: { day: "{{tasks.give.values.day}} {{tasks.give.values.rows}}" } },
    );
    const { tasks } = await jobs.run(give, { ...take, depends_on: [{ task_key: "give" }] });
    expect(tasks[0]?.values).toEqual({ rows: 3, day: "monday" });
    expect(tasks[1]?.exit_value).toBe("4 nothing monday 3");
  });

  it("fails with the exception of its cell", async () => {
    const { tasks } = await jobs.run(notebook("n", ["def f():\n    return 1 / 0", "f()"]));
    expect(tasks[0]?.error).toBe("ZeroDivisionError: division by zero");
    expect(tasks[0]?.error_trace).toContain("return 1 / 0");
    expect(tasks[0]?.error_trace).not.toContain("run_notebook");
  });

  it("fails with what is wrong in a cell that is no Python", async () => {
    const { tasks } = await jobs.run(notebook("n", ["x = 1", "x = ("]));
    expect(tasks[0]?.error).toMatch(/^SyntaxError: /);
    expect(tasks[0]?.error_trace).toContain("</Users/me/n, cell 2>");
  });
});

describe("a notebook that can't be run", () => {
  it.each<[string, object, string]>([
    [
      "is not there",
      { notebook_path: "/Users/me/none" },
      "Cannot read the notebook /Users/me/none",
    ],
    ["is in Git", { notebook_path: "n", source: "GIT" }, "git_source"],
  ])("because it %s ends in an error", async (_why, notebook_task, message) => {
    const task = { task_key: "n", notebook_task } as TaskDefinition;
    const view = await jobs.run(task);
    expect(endings(view)).toEqual({ n: "misconfigured" });
    expect(view.tasks[0]?.error).toContain(message);
  });

  it("because of its language ends in an error", async () => {
    await jobs.close();
    const program = { bytes: Buffer.from("select 1") };
    jobs = new JobsFixture({ findNotebook: () => ({ language: "SQL", program }) });
    const view = await jobs.run({ task_key: "n", notebook_task: { notebook_path: "/n" } });
    expect(view.tasks[0]?.error).toContain("The notebook /n is in SQL");
  });
});

describe("the libraries of a task", () => {
  const asked: [string, readonly object[]][] = [];
  const libraries = {
    installAndWait: (id: string, wanted: readonly object[]): Promise<void> => {
      asked.push([id, wanted]);
      const bad = JSON.stringify(wanted).includes("missing");
      return bad
        ? Promise.reject(new Error("missing: there is no such package"))
        : Promise.resolve();
    },
    interpreter: () => "python-of-the-cluster",
    serverlessEnvironment: () => Promise.resolve("python3"),
  };

  it("are installed before its program is run by the cluster's interpreter", async () => {
    await jobs.close();
    jobs = new JobsFixture({ libraries });
    const wanted = [{ pypi: { package: "lib" } }];
    const { tasks } = await jobs.run(jobs.python("p", "", { libraries: wanted }));
    expect(asked).toEqual([["usable", wanted]]);
    expect(tasks[0]?.error).toContain("python-of-the-cluster was not found");
  });

  it("that can't be installed end it, and it may be tried again", async () => {
    await jobs.close();
    jobs = new JobsFixture({ libraries });
    const wanted = [{ pypi: { package: "missing" } }];
    const view = await jobs.run(jobs.python("p", "", { libraries: wanted, max_retries: 1 }));
    expect(view.tasks).toHaveLength(2);
    expect(view.tasks[0]?.error).toBe(
      "Library installation failed: missing: there is no such package",
    );
    expect(view.tasks[0]?.progress).toMatchObject({
      outcome: { code: "LIBRARY_INSTALLATION_ERROR" },
    });
  });
});
