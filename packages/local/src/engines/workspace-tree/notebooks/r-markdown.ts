import { LANGUAGES, type Language } from "./language.js";
import { cellOf, type Cell, type Notebook } from "./notebook.js";

/** Stands between two texts, which would be one otherwise. */
const SEPARATOR = "<!-- COMMAND ---------- -->";
const OPENING = /^(`{3,})\{(\w+)[^}]*\}[ \t]*$/;

/**
 * Reads R Markdown: text becomes `%md` cells, chunks become code. A YAML header is left out, and so
 * are the options of chunks.
 */
export function parseRMarkdown(text: string, language: Language = "R"): Notebook {
  const lines = text.replace(/^---\n[^]*?\n---(?:\n|$)/, "").split("\n");
  const cells: Cell[] = [];
  let held: string[] = [];
  const flush = (): void => {
    const { text: words } = cellOf(held.join("\n"), "", true);
    if (words.trim() !== "") cells.push({ text: `%md\n${words}` });
    held = [];
  };
  for (let index = 0; index < lines.length; index += 1) {
    const line = lines[index] ?? "";
    const [, fence, engine = ""] = OPENING.exec(line) ?? [];
    if (fence !== undefined) {
      flush();
      const end = endOfChunk(lines, index + 1, fence);
      cells.push(chunk(lines.slice(index + 1, end).join("\n"), engine, language));
      index = end;
    } else if (line.trim() === SEPARATOR) flush();
    else held.push(line);
  }
  flush();
  return { language, cells };
}

/** Writes R Markdown; titles are left out. */
export function renderRMarkdown({ language, cells }: Notebook): string {
  const parts = cells.map(({ text }) => renderCell(text, language));
  const between = (index: number): string => {
    const texts = parts[index]?.isText && parts[index - 1]?.isText;
    return texts ? `\n\n${SEPARATOR}\n\n` : "\n\n";
  };
  return `${parts.map(({ body }, index) => (index === 0 ? body : between(index) + body)).join("")}\n`;
}

function endOfChunk(lines: readonly string[], start: number, fence: string): number {
  const closing = new RegExp(`^${fence}[ \t]*$`);
  const end = lines.findIndex((line, index) => index >= start && closing.test(line));
  return end < 0 ? lines.length : end;
}

function chunk(code: string, engine: string, language: Language): Cell {
  const own = engine.toLowerCase() === LANGUAGES[language].name;
  return cellOf(own ? code : `%${engine}\n${code}`, "", true);
}

function renderCell(text: string, language: Language): { body: string; isText: boolean } {
  const [, magic, rest = ""] = /^%(\w+)(?:-sandbox)?(?:[ \t]*\n|[ \t]+|$)([^]*)$/.exec(text) ?? [];
  if (magic === "md") return { body: rest, isText: true };
  const code = magic === undefined ? text : rest;
  const runs = code.match(/^`{3,}/gm) ?? [];
  const fence = "`".repeat(Math.max(3, ...runs.map((run) => run.length + 1)));
  const engine = magic ?? LANGUAGES[language].name;
  return { body: `${fence}{${engine}}\n${code}\n${fence}`, isText: false };
}
