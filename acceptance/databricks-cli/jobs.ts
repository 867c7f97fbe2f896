import { expect, it } from "vitest";
import { canRunJobs, type Scene } from "../support/cli-story.js";

interface Run {
  readonly tasks: readonly { readonly task_key: string; readonly run_id: number }[];
}

/** Notebooks that run as jobs, waited for. */
export function tellOfJobs(scene: Scene): void {
  const importing = async (name: string, text: string): Promise<string> => {
    const { local, machine } = scene;
    const path = `/Users/${local.userName}/${name}`;
    const file = machine.file(`${name}.py`, text);
    const source = ["--format", "SOURCE", "--language", "PYTHON", "--overwrite"];
    await machine.cli("workspace", "import", path, ...source, "--file", file);
    return path;
  };
  const output = (run: Run, key: string): Promise<unknown> => {
    const { run_id } = run.tasks.find(({ task_key }) => task_key === key) ?? {};
    return scene.machine.json("jobs", "get-run-output", String(run_id));
  };

  it.skipIf(!canRunJobs())(
    "creates one, runs it with parameters, and reads its output",
    async () => {
      const { machine } = scene;
      const notebook_path = await importing(
        "job",
        "print('working')\ndbutils.notebook.exit('got ' + dbutils.widgets.get('what'))\n",
      );
      const task = { task_key: "first", notebook_task: { notebook_path } };
      const next = { ...task, task_key: "next", depends_on: [{ task_key: "first" }] };
      const parameters = [{ name: "what", default: "nothing" }];
      const settings = { name: "cli", tasks: [task, next], parameters };
      const created = await machine.send(settings, "jobs", "create");
      const { job_id } = created as { job_id: number };
      expect(await machine.json("jobs", "list")).toMatchObject([
        { job_id, settings: { name: "cli" } },
      ]);

      const request = { job_id, job_parameters: { what: "something" } };
      const run = (await machine.send(request, "jobs", "run-now")) as Run;
      expect(run).toMatchObject({
        state: { life_cycle_state: "TERMINATED", result_state: "SUCCESS" },
      });
      expect(await output(run, "next")).toMatchObject({
        notebook_output: { result: "got something" },
      });
      const again = (await machine.json("jobs", "run-now", String(job_id))) as Run;
      expect(await output(again, "first")).toMatchObject({
        notebook_output: { result: "got nothing" },
      });
      expect(await machine.json("jobs", "list-runs", "--job-id", String(job_id))).toHaveLength(2);
      const { run_id = 0 } = run.tasks[0] ?? {};
      const exported = await machine.json("jobs", "export-run", String(run_id));
      expect(exported).toMatchObject({
        views: [{ type: "NOTEBOOK", content: expect.stringContaining("<pre>working\n") }],
      });

      await machine.send({ job_id, new_settings: { name: "renamed" } }, "jobs", "update");
      expect(await machine.json("jobs", "get", String(job_id))).toMatchObject({
        settings: { name: "renamed", tasks: [{ task_key: "first" }, { task_key: "next" }] },
      });
      await machine.cli("jobs", "delete", String(job_id));
      expect(await machine.json("jobs", "list")).toEqual([]);
    },
  );

  it.skipIf(!canRunJobs())("says what failed, and why", async () => {
    const { machine } = scene;
    const notebook_path = await importing("bad", "raise ValueError('no good')\n");
    const task = { task_key: "only", notebook_task: { notebook_path } };
    const request = JSON.stringify({ run_name: "bad", tasks: [task] });
    expect(await machine.refusal("jobs", "submit", "--json", request)).toContain(
      "Task only failed with message: Workload failed, see run output for details",
    );
    const [run] = (await machine.json("jobs", "list-runs", "--expand-tasks")) as Run[];
    expect(run).toMatchObject({ run_name: "bad", state: { result_state: "FAILED" } });
    expect(run && (await output(run, "only"))).toMatchObject({
      error: expect.stringContaining("ValueError: no good"),
      error_trace: expect.stringContaining("no good"),
    });
  });
}
