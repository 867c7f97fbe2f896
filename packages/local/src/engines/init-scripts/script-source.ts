import { WorkspaceError } from "../../errors/index.js";

/** Where a cluster's script is, by the API's names: one of these has a destination. */
export type ScriptLocation = Readonly<
  Record<string, { readonly destination?: string } | undefined>
>;

/** Finds a script's file by its path: `/Volumes/...`, `/Workspace/...`, `dbfs:/...`. */
export type LocateScript = (path: string) => string | undefined;

/** A script's file, or why there is none. */
export type FoundScript =
  | { readonly path: string; readonly file: string }
  | { readonly path: string; readonly problem: string };

/** Finds the file of a cluster's script. */
export function findScript(location: ScriptLocation, locate: LocateScript): FoundScript {
  const [kind = "none", place] = Object.entries(location).find(([, value]) => value) ?? [];
  const path = pathOf(kind, place?.destination ?? "");
  if (path === undefined) {
    const problem =
      `Init scripts from ${kind} can't be read by the local workspace. ` +
      "Put them into the workspace, a volume or DBFS.";
    return { path: place?.destination ?? kind, problem };
  }
  try {
    const file = locate(path);
    return file === undefined ? { path, problem: `There is no file ${path}.` } : { path, file };
  } catch (error) {
    if (error instanceof WorkspaceError) return { path, problem: error.message };
    throw error;
  }
}

function pathOf(kind: string, destination: string): string | undefined {
  switch (kind) {
    case "workspace":
      // Why: in this field paths are of the workspace, with or without its name.
      return destination.startsWith("/Workspace/") ? destination : `/Workspace${destination}`;
    case "volumes":
      return destination;
    case "dbfs":
      return destination.startsWith("dbfs:") ? destination : `dbfs:${destination}`;
    default:
      return undefined;
  }
}
