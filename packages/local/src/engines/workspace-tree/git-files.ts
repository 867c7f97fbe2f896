import { LANGUAGES, parseSource, renderJupyter, withoutExtension } from "./notebooks/index.js";
import type { ImportedNotebook } from "./read-import.js";
import { invalid } from "./tree-errors.js";

/** A file as it is to lie in a clone. */
export interface GitFile {
  readonly name: string;
  readonly text: string;
}

/**
 * The file that a notebook of that name is in a clone: there its extension tells what it is, be it
 * in the notebook's name or not.
 */
export function fileOfNotebook(name: string, notebook: ImportedNotebook): GitFile {
  const { source, language, format, outputs } = notebook;
  if (format === "SOURCE") {
    return { name: withExtension(name, LANGUAGES[language].extension), text: source };
  }
  const bare = withoutExtension(name);
  const text = renderJupyter(parseSource(source, language), bare, outputs);
  return { name: withExtension(name, ".ipynb"), text };
}

/** Checks that nobody writes into what is git's own. @throws WorkspaceError `INVALID_PARAMETER_VALUE` */
export function checkGitPath(at: string): void {
  // The second is what some file systems call the first, too.
  if (!at.split("/").some((name) => /^(?:\.git|git~1)$/i.test(name))) return;
  throw invalid(`path '${at}': .git is the repository itself, and not written through this API.`);
}

function withExtension(name: string, extension: string): string {
  return name.toLowerCase().endsWith(extension) ? name : name + extension;
}
