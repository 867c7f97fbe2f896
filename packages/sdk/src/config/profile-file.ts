/** A profile's keys, in lower case, and their values. */
export type Section = ReadonlyMap<string, string>;

/** Section names and their keys. */
export type ProfileFile = ReadonlyMap<string, Section>;

/** The section that lines before the first header belong to, and that is used when none is named. */
export const defaultSection = "DEFAULT";

/**
 * Reads the INI form of `.databrickscfg`: `[section]` headers and `key = value` (or `key: value`)
 * lines. Comments are whole lines that begin with `;` or `#`, so both may stand inside values. Of
 * equal keys the last wins; equal sections are one. Nothing is quoted, escaped or continued.
 * Throws a `RangeError` with the line number, never the line: it may hold a secret.
 */
export function parseProfileFile(text: string): ProfileFile {
  const sections = new Map<string, Map<string, string>>();
  const open = (name: string): Map<string, string> => {
    const section = sections.get(name) ?? new Map<string, string>();
    sections.set(name, section);
    return section;
  };
  let section: Map<string, string> | undefined;
  const lines = text.replace(/^\uFEFF/, "").split(/\r\n|\n|\r/);
  for (const [index, raw] of lines.entries()) {
    const line = raw.trim();
    if (line === "" || line.startsWith(";") || line.startsWith("#")) continue;
    if (line.startsWith("[")) {
      section = open(sectionName(line, index + 1));
    } else {
      const [key, value] = keyAndValue(line, index + 1);
      section ??= open(defaultSection);
      section.set(key, value);
    }
  }
  return sections;
}

function sectionName(line: string, number: number): string {
  const name = /^\[([^\]]*)\]\s*(?:[#;].*)?$/.exec(line)?.[1]?.trim();
  if (name === undefined || name === "") {
    throw new RangeError(`line ${number} is not a section header such as [DEFAULT]`);
  }
  return name;
}

function keyAndValue(line: string, number: number): [key: string, value: string] {
  const at = line.search(/[=:]/);
  if (at <= 0) throw new RangeError(`line ${number} is neither a section nor "key = value"`);
  return [line.slice(0, at).trim().toLowerCase(), line.slice(at + 1).trim()];
}
