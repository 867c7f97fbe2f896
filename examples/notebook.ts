// Imports a notebook, runs it as a task with parameters, and exports it for Jupyter.
import { WorkspaceClient } from "databricks-sdk-ts";

const source = `# Databricks notebook source
# MAGIC %md # The sum of squares

# COMMAND ----------

dbutils.widgets.text("count", "10")
squares = [n * n for n in range(int(dbutils.widgets.get("count")))]

# COMMAND ----------

dbutils.notebook.exit(sum(squares))
`;

await using w = new WorkspaceClient();
const { userName } = await w.currentUser.me();
const path = `/Users/${userName}/example-squares`;
await w.workspace.upload(path, source, { language: "PYTHON", overwrite: true });

const run = await w.jobs.submit({
  run_name: "squares",
  tasks: [
    {
      task_key: "squares",
      notebook_task: { notebook_path: path, base_parameters: { count: "100" } },
    },
  ],
});
await run.result(); // throws when the run fails, with the exception of the notebook
const [squares] = await run.outputs();
console.log(`The sum of 100 squares is ${squares?.output?.notebook_output?.result}`);

const exported = await w.workspace.download(path, { format: "JUPYTER" });
const { cells } = JSON.parse(await exported.text()) as { cells: readonly { cell_type: string }[] };
console.log(`Exported ${cells.length} cells: ${cells.map((cell) => cell.cell_type).join(", ")}`);
await w.workspace.delete({ path });
