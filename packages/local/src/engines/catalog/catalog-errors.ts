import { WorkspaceError } from "../../errors/index.js";

/** A kind of object, as error texts name it. */
export type Kind = "Catalog" | "Schema" | "Volume";

/** The object is not there. @param fullName with its parents, e.g. `main.default` */
export function missing(kind: Kind, fullName: string): WorkspaceError {
  const text = `${kind} '${fullName}' does not exist.`;
  return new WorkspaceError(`${kind.toUpperCase()}_DOES_NOT_EXIST`, text);
}

/** Another object has the name. */
export function exists(kind: Kind, name: string): WorkspaceError {
  const text = `${kind} '${name}' already exists`;
  return new WorkspaceError(`${kind.toUpperCase()}_ALREADY_EXISTS`, text);
}

/** A schema is to go that holds something. */
export function schemaNotEmpty(fullName: string, volumes: number): WorkspaceError {
  const text = `Schema '${fullName}' is not empty. The schema has 0 tables(s), 0 functions(s), ${volumes} volumes(s)`;
  return new WorkspaceError("SCHEMA_NOT_EMPTY", text);
}

/** A catalog is to go that holds more than it was created with. */
export function catalogNotEmpty(name: string, schemas: readonly string[]): WorkspaceError {
  const text = `Catalog '${name}' is not empty. It holds ${schemas.map((schema) => `'${schema}'`).join(", ")}; delete with force to remove them too`;
  return new WorkspaceError("CATALOG_NOT_EMPTY", text);
}

/** An update says nothing. */
export function nothingToUpdate(kind: Kind): WorkspaceError {
  return invalid(`Update${kind} Nothing to update.`);
}

/** The object belongs to the platform. */
export function readOnly(kind: Kind, fullName: string): WorkspaceError {
  const text = `${kind} '${fullName}' is managed by Databricks and cannot be changed.`;
  return new WorkspaceError("PERMISSION_DENIED", text);
}

/** Somebody is named who is not there. */
export function principalMissing(name: string): WorkspaceError {
  const text = `Could not find principal with name ${name}`;
  return new WorkspaceError("PRINCIPAL_DOES_NOT_EXIST", text);
}

/** A value that cannot be. */
export function invalid(message: string): WorkspaceError {
  return new WorkspaceError("INVALID_PARAMETER_VALUE", message);
}
