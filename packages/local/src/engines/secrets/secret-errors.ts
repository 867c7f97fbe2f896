import { WorkspaceError } from "../../errors/index.js";

/** Characters of names of scopes and keys: letters, digits and `-_.@`, at most 128. */
const NAME = /^[\w.@-]{1,128}$/;

/** Checks the name of a scope or of a secret. */
export function checkName(what: "key" | "scope", name: string): void {
  if (NAME.test(name)) return;
  throw invalid(
    `${what}: must have 1 to 128 characters, of which each is a letter, a digit or one of -_.@`,
  );
}

/** The caller gave a value that cannot be. */
export function invalid(message: string): WorkspaceError {
  return new WorkspaceError("INVALID_PARAMETER_VALUE", message);
}

/** There is no such scope. */
export function noScope(scope: string): WorkspaceError {
  return missing(`Scope ${scope} does not exist!`);
}

/** There is no such secret in the scope. */
export function noSecret(scope: string, key: string): WorkspaceError {
  return missing(`Secret does not exist with scope: ${scope} and key: ${key}`);
}

/** There is nobody of that name. */
export function noPrincipal(principal: string): WorkspaceError {
  return missing(`Principal ${principal} does not exist in the workspace.`);
}

/** Nobody gave that principal a permission on the scope. */
export function noAcl(scope: string, principal: string): WorkspaceError {
  return missing(`No ACL exists for principal ${principal} on scope ${scope}.`);
}

/** A limit of the workspace is reached. */
export function limitReached(message: string): WorkspaceError {
  return new WorkspaceError("RESOURCE_LIMIT_EXCEEDED", message);
}

function missing(message: string): WorkspaceError {
  return new WorkspaceError("RESOURCE_DOES_NOT_EXIST", message);
}
