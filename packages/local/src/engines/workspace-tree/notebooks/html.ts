import { fromCommandDocument, toCommandDocument } from "./command-document.js";
import { badContent, type Cell, type Notebook } from "./notebook.js";

/** A page that shows a notebook, and holds it so that it can be imported again. */
export function renderHtml(notebook: Notebook, name: string): string {
  const document = encodeURIComponent(JSON.stringify(toCommandDocument(notebook, name)));
  const model = Buffer.from(document).toString("base64");
  return `<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<title>${escape(name)}</title>
<style>
body { font-family: sans-serif; margin: 2em auto; max-width: 60em; }
pre { background: #f5f5f5; overflow-x: auto; padding: 1em; }
</style>
<script>var __DATABRICKS_NOTEBOOK_MODEL = '${model}';</script>
</head>
<body>
<h1>${escape(name)}</h1>
${notebook.cells.map(renderCell).join("\n")}
</body>
</html>
`;
}

/** Reads a notebook out of such a page. @throws WorkspaceError where it holds none */
export function parseHtml(page: string): Notebook {
  const [, model] = /__DATABRICKS_NOTEBOOK_MODEL\s*=\s*['"]([\w+/=]*)['"]/.exec(page) ?? [];
  if (model === undefined) {
    throw badContent("must be an HTML page that a notebook was exported to.");
  }
  return fromCommandDocument(decode(Buffer.from(model, "base64").toString("utf8")));
}

function renderCell({ text, title, titleShown = true }: Cell): string {
  const heading = title !== undefined && titleShown ? `<h2>${escape(title)}</h2>\n` : "";
  return `${heading}<pre>${escape(text)}</pre>`;
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

function escape(text: string): string {
  return text.replace(/[&<>"]/g, (char) => `&#${char.charCodeAt(0)};`);
}
