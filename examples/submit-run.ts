// Writes a Python program to DBFS, runs it once on a cluster of its own, and prints its output.
import { JobRunFailed, WorkspaceClient } from "databricks-sdk-ts";

await using w = new WorkspaceClient();

const program = `
import sys
print("Hello,", sys.argv[1])
`;
const path = "/tmp/databricks-sdk-ts/hello.py";
await w.dbfs.upload(path, program, { overwrite: true });

const waiter = await w.jobs.submit({
  run_name: "hello",
  tasks: [
    {
      task_key: "hello",
      spark_python_task: { python_file: `dbfs:${path}`, parameters: ["Databricks"] },
      new_cluster: {
        spark_version: await w.clusters.selectSparkVersion({ longTermSupport: true }),
        node_type_id: await w.clusters.selectNodeType({ localDisk: true }),
        num_workers: 1,
      },
    },
  ],
});
console.log(`Run ${waiter.response.run_id} was submitted`);

try {
  const run = await waiter.result({
    timeout: 15 * 60_000,
    onProgress: ({ state }) => console.log(state?.life_cycle_state),
  });
  for (const task of run.tasks ?? []) {
    const output = await w.jobs.getRunOutput({ run_id: task.run_id ?? 0 });
    console.log(`${task.task_key} printed: ${output.logs}`);
  }
} catch (error) {
  if (!(error instanceof JobRunFailed)) throw error;
  for (const task of error.failedTasks) console.error(`${task.taskKey}: ${task.message}`);
  process.exitCode = 1;
} finally {
  await w.dbfs.delete({ path });
}
