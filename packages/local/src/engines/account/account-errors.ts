import { WorkspaceError } from "../../errors/index.js";

/** A field has a value that it may not have. */
export function invalid(message: string): WorkspaceError {
  return new WorkspaceError("INVALID_PARAMETER_VALUE", message);
}

/** The request breaks a rule of provisioning. */
export function malformed(message: string): WorkspaceError {
  return new WorkspaceError("MALFORMED_REQUEST", message);
}

/** A field that has to be given is not. */
export function missing(field: string): WorkspaceError {
  return invalid(`Missing required field '${field}'`);
}

/** There is no such thing in the account. */
export function notFound(noun: string, id: bigint | number | string): WorkspaceError {
  return new WorkspaceError("RESOURCE_DOES_NOT_EXIST", `${noun} ${id} could not be found.`);
}

/** There is no such workspace in the account. */
export function noWorkspace(id: bigint | number | string): WorkspaceError {
  return notFound("Workspace", id);
}

/** Another of its kind has that name. */
export function taken(noun: string, field: string, value: string): WorkspaceError {
  return new WorkspaceError(
    "ALREADY_EXISTS",
    `${noun} with ${field} "${value}" already exists in this account.`,
  );
}

/** Something else still needs it. */
export function conflict(message: string): WorkspaceError {
  return new WorkspaceError("RESOURCE_CONFLICT", message);
}

/** The value of a text field that has to be given. */
export function required(value: string | undefined, field: string): string {
  if (!value) throw missing(field);
  return value;
}
