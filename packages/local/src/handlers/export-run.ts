import type * as wire from "databricks-sdk-ts/jobs";
import { runState, type TaskOutput } from "../engines/jobs/index.js";
import { WorkspaceError } from "../errors/index.js";

/**
 * The run of a notebook as a page: what it printed, and how it ended.
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
  const content = page(notebook.notebook_path, [
    `Run ${taskRun.run_id}: ${result_state}`,
    log?.text ?? "",
    ...(taskRun.exit_value === undefined ? [] : [`Notebook exited: ${taskRun.exit_value}`]),
  ]);
  const name = notebook.notebook_path.split("/").at(-1) ?? "";
  return { views: [{ type: "NOTEBOOK", name, content }] };
}

function page(title: string, texts: readonly string[]): string {
  const blocks = texts.map((text) => `<pre>${escaped(text)}</pre>`);
  return `<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><title>${escaped(title)}</title></head>
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
