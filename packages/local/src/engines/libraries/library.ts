import { WorkspaceError } from "../../errors/index.js";
import type { LocateFile } from "./ports.js";

/** A library, by the API's names; it has one of these. */
export interface Library {
  readonly pypi?: { readonly package: string; readonly repo?: string | undefined } | undefined;
  /** Path of a wheel. */
  readonly whl?: string | undefined;
  /** Path of a list of packages. */
  readonly requirements?: string | undefined;
  readonly jar?: string | undefined;
  readonly egg?: string | undefined;
  readonly maven?: object | undefined;
  readonly cran?: object | undefined;
}

const KINDS = ["pypi", "whl", "requirements", "jar", "egg", "maven", "cran"] as const;

/** A library can't be installed; the message is for its status. */
export class LibraryProblem extends Error {}

/** @throws WorkspaceError unless the library has exactly one kind */
export function checkLibrary(library: Library): void {
  const kinds = KINDS.filter((kind) => library[kind] !== undefined);
  if (kinds.length === 1) return;
  const text = kinds.length === 0 ? "none" : kinds.join(" and ");
  throw new WorkspaceError(
    "INVALID_PARAMETER_VALUE",
    `Invalid library: it must have one of ${KINDS.join(", ")}, and has ${text}.`,
  );
}

/** Tells two libraries apart. */
export function keyOf(library: Library): string {
  return JSON.stringify(KINDS.map((kind) => library[kind] ?? null));
}

/**
 * What pip needs to be told to install a library.
 *
 * @throws {LibraryProblem} when it can't be installed here
 */
export function pipArguments(library: Library, locate: LocateFile): string[] {
  const { pypi, whl, requirements } = library;
  if (pypi) {
    const index = pypi.repo ? ["--index-url", pypi.repo] : [];
    return [...index, "--", pypi.package];
  }
  if (whl !== undefined) return ["--", fileParameter(whl, ".whl", locate)];
  if (requirements !== undefined) return ["-r", fileParameter(requirements, ".txt", locate)];
  const kind = KINDS.find((name) => library[name] !== undefined);
  throw new LibraryProblem(
    `Libraries of kind ${kind} are not installed by the local workspace, which runs Python only. ` +
      "Use pypi, whl or requirements.",
  );
}

/**
 * The file of a path that ends so.
 *
 * @throws {LibraryProblem} when there is none, or none can be there
 */
export function fileParameter(path: string, ending: string, locate: LocateFile): string {
  if (!path.endsWith(ending)) {
    throw new LibraryProblem(`Invalid path ${path}: it must end with ${ending}.`);
  }
  if (!/^(dbfs:)?\/(Volumes|Workspace|Repos)\/|^(dbfs:|\/dbfs)\//.test(path)) {
    throw new LibraryProblem(
      `Invalid path ${path}: give one in a volume (/Volumes/...), in the workspace (/Workspace/...) ` +
        "or in DBFS (dbfs:/...).",
    );
  }
  const file = locateOrTell(path, locate);
  if (file === undefined) throw new LibraryProblem(`There is no file ${path}.`);
  return file;
}

function locateOrTell(path: string, locate: LocateFile): string | undefined {
  try {
    return locate(path);
  } catch (error) {
    if (error instanceof WorkspaceError) throw new LibraryProblem(error.message);
    throw error;
  }
}
