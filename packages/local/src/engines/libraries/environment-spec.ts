import { fileParameter, LibraryProblem } from "./library.js";
import type { LocateFile } from "./ports.js";

/** What an environment of serverless compute is to have, by the API's names. */
export interface EnvironmentSpec {
  /** Lines of pip's requirements files. */
  readonly dependencies?: readonly string[] | undefined;
  readonly java_dependencies?: readonly string[] | undefined;
  readonly base_environment?: string | undefined;
}

/** Where packages are looked for, and lists of them; all other options of pip are refused. */
const OPTION = /^(-r|--requirement|-i|--index-url|--extra-index-url)(?:\s+|=)(\S.*)$/;

/**
 * What pip needs to be told to install what an environment is to have.
 *
 * @throws {LibraryProblem} when it can't be installed here
 */
export function environmentParameters(spec: EnvironmentSpec, locate: LocateFile): string[] {
  const { dependencies = [], java_dependencies: java = [], base_environment: base } = spec;
  if (java.length > 0) throw unsupported("java_dependencies");
  if (base !== undefined && base !== "") throw unsupported("base_environment");
  const lines = dependencies.map((line) => line.replace(/(^|\s)#.*$/, "").trim());
  return lines.filter((line) => line !== "").flatMap((line) => parametersOf(line, locate));
}

function parametersOf(line: string, locate: LocateFile): string[] {
  const [, option = "", value = ""] = OPTION.exec(line) ?? [];
  if (option === "-r" || option === "--requirement") {
    return ["-r", fileParameter(value, ".txt", locate)];
  }
  if (option !== "") return [option, value];
  if (line.startsWith("-")) {
    throw new LibraryProblem(
      `Invalid dependency ${line}: of pip's options only -r and those that name an index are taken.`,
    );
  }
  return [/^(dbfs:)?\//.test(line) ? fileParameter(line, ".whl", locate) : line];
}

function unsupported(field: string): LibraryProblem {
  const text = `${field} of an environment are not installed by the local workspace. Use dependencies.`;
  return new LibraryProblem(text);
}
