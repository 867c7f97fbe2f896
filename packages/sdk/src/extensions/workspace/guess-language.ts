import type { ImportFormat, Language } from "../../services/workspace/index.gen.js";

const languages: ReadonlyMap<string, Language> = new Map([
  ["py", "PYTHON"],
  ["sql", "SQL"],
  ["scala", "SCALA"],
  ["r", "R"],
]);

/**
 * The language of a source file by the end of its path; `undefined` where that does not tell, and for
 * the formats that bring their language with them.
 */
export function guessLanguage(path: string, format?: ImportFormat): Language | undefined {
  if (format !== undefined && format !== "SOURCE") return undefined;
  const [, extension = ""] = /\.([a-z]+)$/i.exec(path) ?? [];
  return languages.get(extension.toLowerCase());
}
