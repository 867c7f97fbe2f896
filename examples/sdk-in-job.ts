// Runs a TypeScript program that uses the SDK as the task of a job. It is bundled into one file, which
// lies in a volume; a few lines of Python start it. The task's machine must have Node.js, which
// clusters get by an init script.
import { build } from "esbuild";
import { WorkspaceClient } from "databricks-sdk-ts";
import { exampleVolume } from "./support/volume.js";

await using w = new WorkspaceClient();
const volume = await exampleVolume(w, "programs");

const { outputFiles } = await build({
  entryPoints: [new URL("./sdk-in-job/report.ts", import.meta.url).pathname],
  bundle: true,
  format: "esm",
  platform: "node",
  target: "node20",
  write: false,
});
await w.files.upload(`${volume}/report.mjs`, outputFiles[0]?.contents ?? "", { overwrite: true });
const launcher = `
import os, subprocess, sys
program = os.path.realpath("${volume}/report.mjs")
sys.exit(subprocess.run(["node", program, "${volume}"]).returncode)
`;
await w.files.upload(`${volume}/report.py`, launcher, { overwrite: true });

const run = await w.jobs.submitAndWait({
  run_name: "report",
  tasks: [
    {
      task_key: "report",
      spark_python_task: { python_file: `${volume}/report.py` },
      new_cluster: {
        spark_version: await w.clusters.selectSparkVersion({ longTermSupport: true }),
        node_type_id: await w.clusters.selectNodeType({ localDisk: true }),
        num_workers: 1,
      },
    },
  ],
});
const { logs } = await w.jobs.getRunOutput({ run_id: run.tasks?.[0]?.run_id ?? 0 });
console.log(logs?.trim());
const report = await w.files.download(`${volume}/report.txt`);
console.log((await report.text()).trim());
