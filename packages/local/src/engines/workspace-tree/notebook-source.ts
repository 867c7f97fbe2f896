import * as fs from "node:fs";
import {
  parseJupyter,
  renderSource,
  textOf,
  withHeader,
  type JupyterNotebook,
} from "./notebooks/index.js";
import type { TreeObject } from "./tree-object.js";

/**
 * The source of a notebook, with its header. In the tree notebooks lie as source files; in clones some
 * lie as Jupyter has them.
 */
export function sourceOf(notebook: TreeObject): string {
  const { file, language = "PYTHON" } = notebook;
  const jupyter = jupyterOf(notebook);
  if (jupyter) return renderSource({ language, cells: jupyter.cells });
  return withHeader(textOf(fs.readFileSync(file)), language);
}

/** A notebook of a clone that Jupyter wrote. */
export function jupyterOf({ file, format, gitFolder }: TreeObject): JupyterNotebook | undefined {
  if (!gitFolder || format !== "JUPYTER") return undefined;
  return parseJupyter(textOf(fs.readFileSync(file)));
}
