import { LANGUAGES, type Language } from "./language.js";
import { cellOf, type Cell, type Notebook } from "./notebook.js";

/** The first line by which a source file is known to be a notebook. */
export function headerOf(language: Language): string {
  return `${LANGUAGES[language].comment} Databricks notebook source`;
}

/** Whether a source file is a notebook. */
export function hasHeader(text: string, language: Language): boolean {
  const header = headerOf(language);
  return text.startsWith(header) && /^[ \t]*(?:\n|$)/.test(text.slice(header.length));
}

/** The text of a notebook's source file, with the header put before it if it lacks one. */
export function withHeader(text: string, language: Language): string {
  return hasHeader(text, language) ? text : `${headerOf(language)}\n${text}`;
}

/** Reads a source file, whose cells are parted by comments. */
export function parseSource(text: string, language: Language): Notebook {
  const { comment } = LANGUAGES[language];
  const body = hasHeader(text, language) ? text.slice(text.indexOf("\n") + 1 || text.length) : text;
  if (body.trim() === "") return { language, cells: [] };
  const parts: string[][] = [];
  let part: string[] = [];
  parts.push(part);
  for (const line of body.split("\n")) {
    if (line.trimEnd() === separatorOf(comment)) parts.push((part = []));
    else part.push(line);
  }
  return { language, cells: parts.map((lines) => parseCell(lines.join("\n"), comment)) };
}

/** Writes a source file, header included. */
export function renderSource({ language, cells }: Notebook): string {
  const { comment } = LANGUAGES[language];
  const between = `\n\n${separatorOf(comment)}\n\n`;
  const body = cells.map((cell) => renderCell(cell, comment)).join(between);
  return `${headerOf(language)}\n${body}`;
}

function separatorOf(comment: string): string {
  return `${comment} COMMAND ----------`;
}

function parseCell(part: string, comment: string): Cell {
  const { text: whole } = cellOf(part, "", true);
  const [, shown, title = "", rest] =
    new RegExp(`^${comment} DBTITLE ([01]),(.*)(?:\n([^]*))?$`).exec(whole) ?? [];
  const text = shown === undefined ? whole : (rest ?? "");
  return cellOf(withoutMagic(text, `${comment} MAGIC`), title, shown !== "0");
}

function renderCell({ text, title, titleShown = true }: Cell, comment: string): string {
  const code = /^%\w/.test(text) ? withMagic(text, `${comment} MAGIC`) : text;
  if (title === undefined) return code;
  const heading = `${comment} DBTITLE ${titleShown ? 1 : 0},${title.replace(/\s+/g, " ")}`;
  return code === "" ? heading : `${heading}\n${code}`;
}

/** What is not in the notebook's language stands in comments, so that the file is valid code. */
function withMagic(text: string, magic: string): string {
  const lines = text.split("\n").map((line) => (line === "" ? magic : `${magic} ${line}`));
  return lines.join("\n");
}

function withoutMagic(text: string, magic: string): string {
  if (!text.startsWith(magic)) return text;
  const lines = text.split("\n").map((line) => {
    if (line === magic) return "";
    return line.startsWith(`${magic} `) ? line.slice(magic.length + 1) : line;
  });
  return lines.join("\n");
}
