import { LANGUAGES, languageNamed } from "./language.js";
import { badContent, cellOf, type Cell, type Notebook } from "./notebook.js";

type Fields = Readonly<Record<string, unknown>>;

/** The JSON document of a notebook that archives and HTML pages hold. */
export function toCommandDocument({ language, cells }: Notebook, name: string): object {
  return {
    version: "NotebookV1",
    origId: 0,
    name,
    language: LANGUAGES[language].name,
    commands: cells.map(toCommand),
    dashboards: [],
    globalVars: {},
    inputWidgets: {},
  };
}

/** Reads such a document. @throws WorkspaceError where it is none */
export function fromCommandDocument(text: string): Notebook {
  const { language: name, commands } = parse(text);
  const language = languageNamed(name);
  if (!language || !Array.isArray(commands)) {
    throw badContent("holds no notebook with a known language and commands.");
  }
  // Why the cast: what is missing in a command is read as empty.
  const sorted = (commands as Fields[]).toSorted((a, b) => positionOf(a) - positionOf(b));
  return { language, cells: sorted.map(toCell) };
}

function toCommand({ text, title = "", titleShown = true }: Cell, index: number): object {
  return {
    version: "CommandV1",
    origId: 0,
    subtype: "command",
    commandType: "auto",
    position: index + 1,
    command: text,
    commandVersion: 0,
    state: "finished",
    results: null,
    inputWidgets: {},
    commandTitle: title,
    showCommandTitle: title !== "" && titleShown,
  };
}

function toCell({ command, commandTitle, showCommandTitle }: Fields): Cell {
  return cellOf(asText(command), asText(commandTitle), showCommandTitle !== false);
}

function positionOf({ position }: Fields): number {
  return typeof position === "number" ? position : 0;
}

function asText(value: unknown): string {
  return typeof value === "string" ? value.replaceAll("\r\n", "\n") : "";
}

function parse(text: string): Fields {
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value === "object" && value !== null) return value as Fields;
  } catch {
    // Told below, as any other content that is no notebook.
  }
  throw badContent("holds a notebook that is not a JSON document.");
}
