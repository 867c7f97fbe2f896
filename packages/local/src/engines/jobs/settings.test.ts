import { describe, expect, it } from "vitest";
import { mergeSettings } from "./merge-settings.js";
import { withJobDefaults } from "./settings-defaults.js";
import type { JobSettings, TaskDefinition } from "./settings.js";
import { checkJobSettings, checkRunSettings } from "./validate-settings.js";

const task = (task_key: string, more: object = {}): TaskDefinition => ({
  task_key,
  existing_cluster_id: "c",
  spark_python_task: { python_file: "dbfs:/a.py" },
  ...more,
});
const after = (...keys: string[]): object => ({
  depends_on: keys.map((task_key) => ({ task_key })),
});
const many = (count: number): string[] => Array.from({ length: count }, (_, i) => `k${i}`);

describe("checkJobSettings", () => {
  const noCompute = { existing_cluster_id: undefined };
  const cases: readonly (readonly [string, object, string])[] = [
    ["a long name", { name: "ü".repeat(2049) }, "name: must not be longer than 4096 bytes"],
    ["too many runs", { max_concurrent_runs: 1001 }, "max_concurrent_runs 1001"],
    ["too many tags", { tags: Object.fromEntries(many(26).map((k) => [k, ""])) }, "tags"],
    [
      "too many tasks",
      { tasks: many(1001).map((k) => task(k)) },
      "1001 are more than the limit of 1000",
    ],
    ["a negative limit", { timeout_seconds: -1 }, "timeout_seconds -1"],
    [
      "git without a provider",
      { git_source: { git_url: "x" } },
      "git_source.git_provider must be one of: github,gitlab,",
    ],
    [
      "clusters without tasks",
      { format: "SINGLE_TASK", job_clusters: [{ job_cluster_key: "a" }] },
      "Shared job cluster feature is only supported in multi-task jobs.",
    ],
    [
      "no compute",
      { tasks: [task("a", noCompute)] },
      "Either new_cluster or existing_cluster_id must be specified.",
    ],
    ["a key twice", { tasks: [task("a"), task("a")] }, "the task_key 'a' is there more than once"],
    ["a bad key", { tasks: [task("a b")] }, "task 'a b': task_key must be"],
    ["no kind of task", { tasks: [{ task_key: "a" }] }, "it has none"],
    [
      "two kinds of task",
      { tasks: [task("a", { notebook_task: {} })] },
      "it has spark_python_task, notebook_task",
    ],
    [
      "an unknown dependency",
      { tasks: [task("a", after("b"))] },
      "depends_on 'b': there is no such task",
    ],
    [
      "a circle",
      {
        tasks: [
          task("x"),
          task("a", after("c", "x")),
          task("b", after("a")),
          task("c", after("b")),
        ],
      },
      "in a circle: a -> c -> b -> a",
    ],
    ["itself", { tasks: [task("a", after("a"))] }, "in a circle: a -> a"],
    [
      "the outcome of what is no condition",
      { tasks: [task("a"), task("b", { depends_on: [{ task_key: "a", outcome: "true" }] })] },
      "outcome is for condition tasks only",
    ],
    [
      "an unknown job cluster",
      { tasks: [task("a", { ...noCompute, job_cluster_key: "k" })] },
      "job_cluster_key 'k' is not defined in job_clusters",
    ],
    [
      "an unknown environment",
      { tasks: [task("a", { environment_key: "k" })] },
      "environment_key 'k' is not defined in environments",
    ],
    [
      "a parameter twice",
      {
        parameters: [
          { name: "a", default: "" },
          { name: "a", default: "" },
        ],
      },
      "parameters.name 'a'",
    ],
    ["too few retries", { tasks: [task("a", { max_retries: -2 })] }, "max_retries"],
    ["an unknown run_if", { tasks: [task("a", { run_if: "SOME" })] }, "run_if 'SOME'"],
  ];
  it.each(cases)("refuses %s", (_, settings, message) => {
    expect(() => checkJobSettings(settings as JobSettings)).toThrow(message);
  });

  it("takes the largest graph there is, in a chain, at once", () => {
    const tasks = many(1000).map((key, i) => task(key, i === 0 ? {} : after(`k${i - 1}`)));
    expect(() => checkRunSettings({ tasks })).not.toThrow();
  });

  it("takes environments, shared clusters and tasks that need neither", () => {
    const settings = {
      environments: [{ environment_key: "e" }],
      job_clusters: [{ job_cluster_key: "k", new_cluster: {} }],
      tasks: [
        task("a", { ...noCompute, environment_key: "e" }),
        task("b", { ...noCompute, job_cluster_key: "k" }),
        { task_key: "c", notebook_task: { notebook_path: "/n" } },
        { task_key: "d", condition_task: { op: "EQUAL_TO", left: "", right: "" } },
      ],
    };
    expect(() => checkJobSettings(settings as JobSettings)).not.toThrow();
  });
});

describe("schedules", () => {
  const check = (quartz_cron_expression: string, timezone_id = "UTC"): void =>
    checkJobSettings({ schedule: { quartz_cron_expression, timezone_id } });

  it.each([
    "0 0 * * * ?",
    "20 30 7 ? * MON-FRI",
    "0 0/15 8-18 ? * mon,wed,fri *",
    "0 0 12 L * ?",
    "0 0 12 LW * ? 2026-2030",
    "0 0 12 15W JAN-MAR/2 ?",
    "0 0 12 ? * 6L",
    "0 0 12 ? * FRI#2",
    "0 */5 * ? * *",
  ])("takes %s", (expression) => {
    expect(() => check(expression)).not.toThrow();
  });

  it.each([
    "",
    "* * * * *",
    "0 0 * * * *",
    "0 0 ? ? * ?",
    "60 0 * * * ?",
    "0 0 24 * * ?",
    "0 0 0 32 * ?",
    "0 0 0 ? * 8",
    "0 0 0 ? * FRI#6",
    "0 0/0 0 * * ?",
    "0 0 1-2-3 * * ?",
    "0 0 0 * XYZ ?",
    "0 0 0 * * ? 1900",
  ])("refuses %j", (expression) => {
    expect(() => check(expression)).toThrow("schedule.quartz_cron_expression");
  });

  it("refuses an unknown time zone", () => {
    expect(() => check("0 0 * * * ?", "Mars/Olympus")).toThrow(
      "schedule.timezone_id 'Mars/Olympus'",
    );
  });
});

describe("withJobDefaults", () => {
  it("fills in what the platform does", () => {
    expect(withJobDefaults({})).toEqual({
      name: "Untitled",
      email_notifications: {},
      webhook_notifications: {},
      format: "MULTI_TASK",
      max_concurrent_runs: 1,
      timeout_seconds: 0,
    });
  });

  it("fills in tasks, sorts their dependencies, and drops what is never returned", () => {
    const cluster = { num_workers: 1, apply_policy_default_values: true };
    const settings = {
      tasks: [
        task("a", after("z", "b")),
        { task_key: "s", sql_task: { file: { path: "p" } }, new_cluster: cluster },
      ],
      job_clusters: [{ job_cluster_key: "k", new_cluster: cluster }],
    };
    const full = withJobDefaults(settings as JobSettings);
    expect(full.tasks).toEqual([
      {
        task_key: "a",
        run_if: "ALL_SUCCESS",
        timeout_seconds: 0,
        email_notifications: {},
        existing_cluster_id: "c",
        spark_python_task: { python_file: "dbfs:/a.py", source: "WORKSPACE" },
        depends_on: [{ task_key: "b" }, { task_key: "z" }],
      },
      {
        task_key: "s",
        run_if: "ALL_SUCCESS",
        timeout_seconds: 0,
        email_notifications: {},
        sql_task: { file: { path: "p", source: "WORKSPACE" } },
        new_cluster: { num_workers: 1 },
      },
    ]);
    expect(full.job_clusters).toEqual([{ job_cluster_key: "k", new_cluster: { num_workers: 1 } }]);
  });

  it("keeps what is given, and reads programs from Git when there is a source", () => {
    const full = withJobDefaults({
      name: "n",
      timeout_seconds: 5,
      max_concurrent_runs: undefined,
      git_source: { git_provider: "gitHub" },
      tasks: [
        task("a", { run_if: "ALL_DONE" }),
        task("b", { spark_python_task: { python_file: "f", source: "WORKSPACE" } }),
      ],
    });
    expect(full).toMatchObject({ name: "n", timeout_seconds: 5, max_concurrent_runs: 1 });
    expect(full.tasks?.map((each) => [each.run_if, each.spark_python_task?.source])).toEqual([
      ["ALL_DONE", "GIT"],
      ["ALL_SUCCESS", "WORKSPACE"],
    ]);
  });
});

describe("mergeSettings", () => {
  const current: JobSettings = {
    name: "old",
    tags: { a: "1" },
    tasks: [task("a"), task("b")],
    job_clusters: [{ job_cluster_key: "k" }],
  };

  it("replaces fields whole, and merges tasks and clusters by key", () => {
    const merged = mergeSettings(current, {
      tags: { b: "2" },
      tasks: [task("b", { run_if: "ALL_DONE" }), task("c")],
      job_clusters: [{ job_cluster_key: "l" }],
      name: undefined,
    });
    expect(merged.name).toBe("old");
    expect(merged.tags).toEqual({ b: "2" });
    expect(merged.tasks?.map((each) => [each.task_key, each.run_if])).toEqual([
      ["a", undefined],
      ["b", "ALL_DONE"],
      ["c", undefined],
    ]);
    expect(merged.job_clusters?.map((cluster) => cluster.job_cluster_key)).toEqual(["k", "l"]);
  });

  it("removes fields, tasks and clusters", () => {
    const merged = mergeSettings(current, {}, [
      "tags",
      "tasks/a",
      "job_clusters/k",
      "tasks/none",
      "none",
    ]);
    expect(merged).toEqual({ name: "old", tasks: [task("b")], job_clusters: [] });
    expect(() => mergeSettings(current, {}, ["tags/a"])).toThrow("fields_to_remove 'tags/a'");
  });
});
