import { invalidPath } from "./file-errors.js";
import { pathProblem } from "./file-name.js";

/** A path in a volume. */
export interface VolumePath {
  /** Catalog, schema and volume, in lower case. */
  readonly volume: readonly [catalog: string, schema: string, volume: string];
  /** Below the root of all volumes: `/main/default/raw/a/b`. */
  readonly at: string;
  /** As clients write it: `/Volumes/main/default/raw/a/b`. */
  readonly path: string;
  /** It is the root of its volume. */
  readonly isRoot: boolean;
}

/** What a path is to name. A volume is a directory, so a file that is there has another path. */
export type PathKind = "directory" | "existing file" | "file";

/**
 * Reads `/Volumes/<catalog>/<schema>/<volume>/...`. A directory's may end with a slash.
 *
 * @throws {WorkspaceError} `INVALID_PARAMETER_VALUE` for every other path: too short, with empty
 * names, `.` or `..`, or names that no file system takes
 */
export function parseVolumePath(input: string, kind: PathKind): VolumePath {
  const plain = kind === "directory" ? input.replace(/(?<=[^/])\/$/, "") : input;
  const [before, first, ...names] = plain.split("/");
  if (before !== "" || first !== "Volumes") {
    throw invalidPath(input, 'it must begin with "/Volumes/"');
  }
  if (names.includes("")) throw invalidPath(input, "it holds an empty name");
  const [catalog, schema, volume, ...inside] = names;
  if (catalog === undefined || schema === undefined || volume === undefined) {
    throw invalidPath(input, "it must begin with /Volumes/<catalog>/<schema>/<volume>");
  }
  if (kind === "file" && inside.length === 0) {
    throw invalidPath(input, "it names a volume, not a file in one");
  }
  const problem = pathProblem(names);
  if (problem !== undefined) throw invalidPath(input, problem);
  const owner = [catalog, schema, volume].map((name) => name.toLowerCase());
  const at = `/${[...owner, ...inside].join("/")}`;
  return {
    volume: owner as unknown as VolumePath["volume"],
    at,
    path: `/Volumes${at}`,
    isRoot: inside.length === 0,
  };
}
