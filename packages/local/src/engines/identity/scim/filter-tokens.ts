import { invalidFilter } from "./invalid-filter.js";

/** A piece of a filter. */
export type Token =
  | { readonly kind: "mark"; readonly text: "(" | ")" | "[" | "]" }
  | { readonly kind: "text"; readonly text: string }
  | { readonly kind: "word"; readonly text: string };

const PIECE = /\s*(?:([()[\]])|("(?:[^"\\]|\\.)*")|'((?:[^'\\]|\\.)*)'|([^\s()[\]"']+))/y;

/**
 * Splits a filter into its pieces. Text may stand in single quotation marks too: clients do so.
 *
 * @throws WorkspaceError for text that does not end
 */
export function tokensOf(filter: string): readonly Token[] {
  const tokens: Token[] = [];
  const piece = new RegExp(PIECE);
  const end = filter.trimEnd().length;
  while (piece.lastIndex < end) {
    const found = piece.exec(filter);
    if (!found) throw invalidFilter(filter, "text without an end");
    tokens.push(tokenOf(found, filter));
  }
  return tokens;
}

function tokenOf([, mark, double, single, word]: RegExpExecArray, filter: string): Token {
  if (mark !== undefined) return { kind: "mark", text: mark as "(" };
  if (double !== undefined) return { kind: "text", text: unquoted(double, filter) };
  if (single !== undefined) return { kind: "text", text: single.replace(/\\(.)/g, "$1") };
  return { kind: "word", text: word ?? "" };
}

/** JSON text. */
function unquoted(text: string, filter: string): string {
  try {
    return JSON.parse(text) as string;
  } catch {
    throw invalidFilter(filter, `${text} is not JSON text`);
  }
}
