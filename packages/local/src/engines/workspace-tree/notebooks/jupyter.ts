import { LANGUAGES, languageNamed, type Language } from "./language.js";
import { badContent, cellOf, type Cell, type Notebook } from "./notebook.js";

/** What a cell printed when it was run, and the text that it had then. */
export interface CellOutput {
  readonly text: string;
  /** As Jupyter's format has them; empty: it printed nothing, or was not run. */
  readonly outputs: readonly unknown[];
  readonly executionCount: number | null;
}

/** A notebook that came from Jupyter. */
export interface JupyterNotebook extends Omit<Notebook, "language"> {
  /** Undefined: the document does not say, or names one that notebooks cannot have. */
  readonly language: Language | undefined;
  /** One for each cell. */
  readonly outputs: readonly CellOutput[];
}

type Fields = Readonly<Record<string, unknown>>;

const NOTEBOOK = "application/vnd.databricks.v1+notebook";
const CELL = "application/vnd.databricks.v1+cell";
/** Where a cell's magic command is kept when it is not the usual `%md` on a line of its own. */
const MAGIC = "databricks_magic";
const USUAL_MAGIC = "%md\n";

/** Reads a document of nbformat 4. @throws WorkspaceError where it is none */
export function parseJupyter(text: string): JupyterNotebook {
  const document = parse(text);
  const { cells, metadata, nbformat } = document;
  if (nbformat !== 4 || !Array.isArray(cells)) {
    throw badContent("must be a Jupyter notebook with nbformat 4 and cells.");
  }
  const read = cells.map((cell) => parseCell(fieldsOf(cell)));
  return {
    language: languageIn(fieldsOf(metadata)),
    cells: read.map(({ cell }) => cell),
    outputs: read.map(({ output }) => output),
  };
}

/**
 * Writes a document of nbformat 4.
 *
 * @param outputs of earlier runs, by position; a cell that was changed since gets none
 */
export function renderJupyter(
  { language, cells }: Notebook,
  name: string,
  outputs: readonly CellOutput[] = [],
): string {
  const languageName = LANGUAGES[language].name;
  const document = {
    cells: cells.map((cell, index) => renderCell(cell, outputs[index])),
    metadata: {
      [NOTEBOOK]: { dashboards: [], language: languageName, notebookName: name, widgets: {} },
      language_info: { name: languageName },
    },
    nbformat: 4,
    nbformat_minor: 0,
  };
  return JSON.stringify(document, undefined, 1);
}

function parse(text: string): Fields {
  try {
    return fieldsOf(JSON.parse(text));
  } catch {
    throw badContent("must be a Jupyter notebook, and is not even JSON.");
  }
}

function languageIn(metadata: Fields): Language | undefined {
  return (
    languageNamed(fieldsOf(metadata[NOTEBOOK])["language"]) ??
    languageNamed(fieldsOf(metadata["language_info"])["name"]) ??
    languageNamed(fieldsOf(metadata["kernelspec"])["language"])
  );
}

function parseCell(cell: Fields): { readonly cell: Cell; readonly output: CellOutput } {
  const metadata = fieldsOf(cell["metadata"]);
  const { title, showTitle } = fieldsOf(metadata[CELL]);
  const source = joinLines(cell["source"]);
  const magic = metadata[MAGIC];
  const prefix = typeof magic === "string" ? magic : USUAL_MAGIC;
  const text = cell["cell_type"] === "code" ? source : prefix + source;
  const parsed = cellOf(text, typeof title === "string" ? title : "", showTitle !== false);
  const { outputs, execution_count: count } = cell;
  return {
    cell: parsed,
    output: {
      text: parsed.text,
      outputs: Array.isArray(outputs) ? outputs : [],
      executionCount: typeof count === "number" ? count : null,
    },
  };
}

function renderCell(cell: Cell, earlier: CellOutput | undefined): object {
  const { text, title = "", titleShown = true } = cell;
  const [magic] = /^%md(?:-sandbox)?(?:[ \t]*\n|[ \t]+|$)/.exec(text) ?? [];
  const unusual = magic !== undefined && magic !== USUAL_MAGIC;
  const metadata = {
    [CELL]: { inputWidgets: {}, showTitle: title !== "" && titleShown, title },
    ...(unusual && { [MAGIC]: magic }),
  };
  if (magic !== undefined) {
    return { cell_type: "markdown", metadata, source: splitLines(text.slice(magic.length)) };
  }
  const kept = earlier?.text === text ? earlier : undefined;
  return {
    cell_type: "code",
    execution_count: kept?.executionCount ?? null,
    metadata,
    outputs: kept?.outputs ?? [],
    source: splitLines(text),
  };
}

function joinLines(source: unknown): string {
  const text = Array.isArray(source) ? source.join("") : source;
  return typeof text === "string" ? text.replaceAll("\r\n", "\n") : "";
}

/** Jupyter keeps text line by line, with the line breaks. */
function splitLines(text: string): readonly string[] {
  return text === "" ? [] : text.split(/(?<=\n)/);
}

function fieldsOf(value: unknown): Fields {
  return typeof value === "object" && value !== null ? (value as Fields) : {};
}
