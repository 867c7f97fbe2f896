import { JobRunFailed, type WorkspaceClient } from "databricks-sdk-ts";
import type { SubmitTask } from "databricks-sdk-ts/jobs";
import { describe } from "vitest";
import { type Facts, refusal, type Stage, toldByBoth } from "../support/both-sdks.js";

const soon = { pollInterval: 50 };

const works = `import sys, time
time.sleep(0.2)
print('Slept, then', sys.argv[1])
print(open('/dbfs/story/note.txt').read())
print(dbutils.secrets.get('story', 'key'))
dbutils.jobs.taskValues.set('rows', 7)
`;

async function twin(w: WorkspaceClient, { local }: Stage): Promise<Facts> {
  await w.secrets.createScope({ scope: "story" });
  await w.secrets.putSecret({ scope: "story", key: "key", string_value: "hidden value" });
  await w.dbfs.upload("/story/works.py", works);
  await w.dbfs.upload("/story/note.txt", "a note");
  await w.dbfs.upload("/story/fails.py", "print('so far')\nraise ValueError('too bad')\n");
  const { jobs } = w;
  const good = await jobs.submit({ run_name: "story", tasks: [await task(w, "works", "printed")] });
  const bad = await jobs.submit({ run_name: "unlucky", tasks: [await task(w, "fails")] });

  const run = await good.result(soon);
  const failure: unknown = await bad.result(soon).catch((error: unknown) => error);
  if (!(failure instanceof JobRunFailed)) throw failure;
  const failed = await jobs.getRun({ run_id: bad.response.run_id ?? 0 });
  const output = await jobs.getRunOutput({ run_id: failed.tasks?.[0]?.run_id ?? 0 });
  const runs = jobs.listRuns({ run_type: "SUBMIT_RUN", completed_only: true });
  return {
    run: [
      run.state?.life_cycle_state,
      run.state?.result_state,
      run.status?.state,
      run.status?.termination_details?.code,
    ],
    page: run.run_page_url?.startsWith(local.host),
    logs: (await jobs.getRunOutput({ run_id: run.tasks?.[0]?.run_id ?? 0 })).logs,
    of_all: (await refusal(jobs.getRunOutput({ run_id: run.run_id ?? 0 }))).split(":")[0],
    failure: failure.message.includes("Task fails failed with message: Workload failed"),
    failed_run: [failed.state?.life_cycle_state, failed.state?.result_state],
    output: [
      output.logs?.startsWith("so far\n"),
      output.error?.includes("too bad"),
      output.error_trace?.includes("ValueError"),
    ],
    listed: (await runs.toArray()).map(({ run_name }) => run_name).sort(),
  };
}

async function task(w: WorkspaceClient, key: string, ...parameters: string[]): Promise<SubmitTask> {
  return {
    task_key: key,
    spark_python_task: { python_file: `dbfs:/story/${key}.py`, parameters },
    new_cluster: {
      spark_version: await w.clusters.selectSparkVersion({ longTermSupport: true }),
      node_type_id: await w.clusters.selectNodeType({ localDisk: true }),
      num_workers: 1,
    },
  };
}

describe.concurrent("programs that run as jobs", () => {
  toldByBoth("as told by", {
    program: "jobs.py",
    twin,
    runsPrograms: true,
    facts: {
      run: ["TERMINATED", "SUCCESS", "TERMINATED", "SUCCESS"],
      page: true,
      logs: "Slept, then printed\na note\n[REDACTED]\n",
      of_all: "InvalidParameterValue INVALID_PARAMETER_VALUE",
      failure: true,
      failed_run: ["INTERNAL_ERROR", "FAILED"],
      output: [true, true, true],
      listed: ["story", "unlucky"],
    },
  });
});
