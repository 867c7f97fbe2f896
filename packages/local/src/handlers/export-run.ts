import type * as wire from "databricks-sdk-ts/jobs";
import { runState, type TaskOutput } from "../engines/jobs/index.js";
import { WorkspaceError } from "../errors/index.js";

/**
 * The run of a notebook as a page: what it printed, and how it ended. As in the service's pages, a
 * variable in it holds the same as a document, for programs to read.
 *
 * @throws WorkspaceError for runs of anything but a notebook
 */
export function exportToWire(
  { taskRun, log }: TaskOutput,
  views: wire.ViewsToExport = "CODE",
): wire.ExportRunOutput {
  const { notebook_task: notebook } = taskRun.task;
  if (!notebook) {
    const text = `Run ${taskRun.run_id} is not the run of a notebook: there is nothing to export.`;
    throw new WorkspaceError("INVALID_PARAMETER_VALUE", text);
  }
  // No notebook has a dashboard here.
  if (views === "DASHBOARDS") return {};
  const { life_cycle_state, result_state = life_cycle_state } = runState(taskRun.progress).state;
  const name = notebook.notebook_path.split("/").at(-1) ?? "";
  const printed = log?.text ?? "";
  const content = page(notebook.notebook_path, modelOf(name, printed), [
    `Run ${taskRun.run_id}: ${result_state}`,
    printed,
    ...(taskRun.exit_value === undefined ? [] : [`Notebook exited: ${taskRun.exit_value}`]),
  ]);
  return { views: [{ type: "NOTEBOOK", name, content }] };
}

/** The document: one command that printed everything, since the log does not tell cells apart. */
function modelOf(name: string, printed: string): string {
  const command = {
    version: "CommandV1",
    subtype: "command",
    commandType: "auto",
    position: 1,
    command: "",
    state: "finished",
    results: { type: "html", data: [{ type: "ansi", data: printed }] },
  };
  const model = { version: "NotebookV1", name, language: "python", commands: [command] };
  return Buffer.from(encodeURIComponent(JSON.stringify(model))).toString("base64");
}

function page(title: string, model: string, texts: readonly string[]): string {
  const blocks = texts.map((text) => `<pre>${escaped(text)}</pre>`);
  return `<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><title>${escaped(title)}</title>
<script>var __DATABRICKS_NOTEBOOK_MODEL = '${model}';</script></head>
<body>
<h1>${escaped(title)}</h1>
${blocks.join("\n")}
</body>
</html>
`;
}

function escaped(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
}
