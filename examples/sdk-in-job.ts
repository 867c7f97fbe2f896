// Runs a TypeScript program, which uses the SDK, as the task of a job. It is bundled into one file
// that is put into a volume; a few lines of Python start it. The cluster must have Node.js: an init
// script can install it.
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { WorkspaceClient } from "databricks-sdk-ts";
import { exampleVolume } from "./support/volume.js";

await using w = new WorkspaceClient();
const volume = await exampleVolume(w, "programs");

const { outputFiles } = await build({
  entryPoints: [fileURLToPath(new URL("./sdk-in-job/report.ts", import.meta.url))],
  bundle: true,
  format: "esm",
  platform: "node",
  target: "node20",
  write: false,
});
await w.files.upload(`${volume}/report.mjs`, outputFiles[0]?.contents ?? "", { overwrite: true });
// In a local workspace a volume is a folder elsewhere, which Python knows and Node.js has to be told.
const launcher = `
import os, subprocess, sys
program = os.path.realpath("${volume}/report.mjs")
sys.exit(subprocess.run(["node", program, "${volume}"]).returncode)
`;
await w.files.upload(`${volume}/report.py`, launcher, { overwrite: true });

const run = await w.jobs.submit({
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
await run.result(); // throws when the run fails
const [task] = await run.outputs();
console.log(task?.output?.logs?.trim());
const report = await w.files.download(`${volume}/report.txt`);
console.log((await report.text()).trim());
