import { WorkspaceError } from "../../errors/index.js";

/** The caller gave a value that cannot be. */
export function invalid(message: string): WorkspaceError {
  return new WorkspaceError("INVALID_PARAMETER_VALUE", message);
}

/** There is no repo of that id. */
export function noRepo(): WorkspaceError {
  return new WorkspaceError("RESOURCE_DOES_NOT_EXIST", "Repo could not be found");
}

/** There is no such branch or tag. */
export function unknownRef(kind: "branch" | "tag", name: string): WorkspaceError {
  return new WorkspaceError(
    "GIT_UNKNOWN_REF",
    `The remote repository has no ${kind} '${name}'. Push it first or correct the name.`,
  );
}

/** The other side of a clone or fetch failed; `said` is what git wrote. */
export function remoteError(doing: string, said: string): WorkspaceError {
  return new WorkspaceError("GIT_REMOTE_ERROR", `${doing} failed: ${lastLines(said)}`);
}

/** Changes in the clone would be lost. */
export function conflict(said: string): WorkspaceError {
  return new WorkspaceError(
    "GIT_CONFLICT",
    `Files of the repo were changed: ${lastLines(said)} ` +
      "Undo the changes, or set dangerously_force_discard_all to lose them.",
  );
}

/** Bounded, and without credentials that git may repeat from a URL. */
function lastLines(said: string): string {
  const text = said.trim().replace(/\/\/[^/@\s]*@/g, "//");
  return text === "" ? "git gave no reason." : text.slice(-1000);
}
