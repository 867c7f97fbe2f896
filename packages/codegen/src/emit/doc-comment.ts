const width = 100;

/**
 * A doc comment of these paragraphs, wrapped at 100 columns: on one line where that fits. A
 * paragraph that starts with `@` is a tag; consecutive tags are not set apart by an empty line.
 */
export function docComment(paragraphs: readonly string[], depth = 0): string {
  const start = "  ".repeat(depth);
  const safe = paragraphs
    .filter((text) => text !== "")
    .map((text) => text.replaceAll("*/", "*\\/"));
  if (safe.length === 0) return "";
  const only = safe.length === 1 ? `${start}/** ${safe[0] ?? ""} */` : "";
  if (only !== "" && only.length <= width) return `${only}\n`;
  const lines = safe.flatMap((text, index) => {
    const previous = safe[index - 1];
    const apart = previous !== undefined && !(previous.startsWith("@") && text.startsWith("@"));
    const wrapped = wrap(text, width - start.length - 3);
    return apart ? ["", ...wrapped] : wrapped;
  });
  const body = lines.map((text) => `${start} *${text === "" ? "" : ` ${text}`}\n`).join("");
  return `${start}/**\n${body}${start} */\n`;
}

/** Breaks text between words; a code span is one word. */
export function wrap(text: string, room: number): readonly string[] {
  const lines: string[] = [];
  let current = "";
  for (const word of text.match(/(?:`[^`]*`|\S)+/g) ?? []) {
    if (current === "") current = word;
    else if (current.length + 1 + word.length <= room) current += ` ${word}`;
    else {
      lines.push(current);
      current = word;
    }
  }
  return current === "" ? lines : [...lines, current];
}

/** ``` `a`, `b`, `c` and 4 more ```: names in code spans, at most `limit` of them. */
export function nameList(names: readonly string[], limit: number): string {
  const shown = names.length === limit + 1 ? names : names.slice(0, limit);
  const spans = shown.map((name) => `\`${name}\``);
  if (shown.length < names.length)
    return `${spans.join(", ")} and ${names.length - shown.length} more`;
  return joinWords(spans, "and");
}

/** `a`, `a and b`, `a, b and c`. */
export function joinWords(words: readonly string[], conjunction: "and" | "or"): string {
  const last = words.at(-1) ?? "";
  return words.length < 2 ? last : `${words.slice(0, -1).join(", ")} ${conjunction} ${last}`;
}
