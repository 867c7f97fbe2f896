import { WorkspaceError } from "../../errors/index.js";

/** A context that there is not, or no more. */
export function contextNotFound(id: string): WorkspaceError {
  return bad(`ContextNotFound: There is no execution context ${id}. Create one first.`);
}

/** A command that there is not, or no more. */
export function commandNotFound(id: string): WorkspaceError {
  return bad(`CommandNotFound: There is no command ${id} in this execution context.`);
}

/** A field that requests must have. */
export function missing(field: string): WorkspaceError {
  return bad(`requirement failed: missing ${field}`);
}

/** A cluster that there is not, or that commands can't be run on now. */
export function clusterNotReady(id: string, state: string | undefined): WorkspaceError {
  if (state === undefined) return bad(`ClusterNotFoundException: Cluster ${id} does not exist`);
  return bad(
    `ClusterNotReadyException: Cluster ${id} is ${state}. Commands need a running cluster.`,
  );
}

/** The most contexts that a cluster has. */
export function tooManyContexts(limit: number): WorkspaceError {
  return bad(
    `ContextLimitExceeded: Too many execution contexts are open right now. (Limit set to ${limit}) ` +
      "Destroy those that are no longer needed.",
  );
}

/** A context of somebody else, whose rights its commands have. */
export function notTheirs(id: string, userName: string): WorkspaceError {
  return new WorkspaceError(
    "PERMISSION_DENIED",
    `PermissionDenied: Execution context ${id} is not one of user ${userName}.`,
  );
}

/** A language that the API does not have, or that is not the context's. */
export function wrongLanguage(text: string): WorkspaceError {
  return bad(`IllegalArgumentException: ${text}`);
}

function bad(message: string): WorkspaceError {
  return new WorkspaceError("INVALID_PARAMETER_VALUE", message);
}
