import { WorkspaceError } from "../../../errors/index.js";
import type { Language } from "./language.js";

/** One cell: its text as the user wrote it, with its magic command (`%md`, `%sql`) if it has one. */
export interface Cell {
  /** Without line breaks at either end. */
  readonly text: string;
  readonly title?: string;
  /** Whether the title is displayed. Default: it is. */
  readonly titleShown?: boolean;
}

/** A notebook, whatever format it came in. */
export interface Notebook {
  readonly language: Language;
  readonly cells: readonly Cell[];
}

/** A cell; an empty title is none. */
export function cellOf(text: string, title: string, titleShown: boolean): Cell {
  const trimmed = trimLineBreaks(text);
  const shown = titleShown ? {} : { titleShown };
  return title === "" ? { text: trimmed } : { text: trimmed, title, ...shown };
}

/** Bytes as text with `\n` for line breaks. @throws WorkspaceError where they are not UTF-8 */
export function textOf(bytes: Uint8Array): string {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes).replaceAll("\r\n", "\n");
  } catch {
    throw badContent("must be UTF-8 text to be a notebook; import binary files with format AUTO.");
  }
}

/** The error for content that is not of the format that the request says. */
export function badContent(what: string): WorkspaceError {
  return new WorkspaceError("INVALID_PARAMETER_VALUE", `content: ${what}`);
}

// Why not a regular expression: `\n+$` takes quadratic time on long runs of line breaks.
function trimLineBreaks(text: string): string {
  let start = 0;
  let end = text.length;
  while (start < end && text[start] === "\n") start += 1;
  while (end > start && text[end - 1] === "\n") end -= 1;
  return text.slice(start, end);
}
