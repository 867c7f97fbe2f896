import { WorkspaceError } from "../../errors/index.js";
import { OWNER, type ObjectType } from "./object-types.js";

/** The kinds of those whom rights are given to. */
export type PrincipalKind = "group" | "servicePrincipal" | "user";

/** Somebody whom rights are given to. */
export interface PermissionPrincipal {
  readonly id: string;
  readonly kind: PrincipalKind;
  /** User name, application id or name of the group. */
  readonly name: string;
  readonly displayName: string;
}

/** What this engine needs to know of the people of the workspace. */
export interface PrincipalsPort {
  find(id: string): PermissionPrincipal | undefined;
  byName(kind: PrincipalKind, name: string): PermissionPrincipal | undefined;
  isAdmin(id: string): boolean;
  /** The ids of the groups that somebody is in, directly or not. */
  groupIds(id: string): ReadonlySet<string>;
}

/** A right as a request gives it. */
export interface AccessRequest {
  readonly user_name?: string | undefined;
  readonly group_name?: string | undefined;
  readonly service_principal_name?: string | undefined;
  readonly permission_level?: string | undefined;
}

/** A right as it is kept. */
export interface Grant {
  readonly principalId: string;
  readonly level: string;
}

/**
 * The rights that a request names, one for each principal; the last one counts.
 *
 * @throws WorkspaceError for an unknown level, for nobody, and for somebody who isn't there
 */
export function readAccessList(
  list: readonly AccessRequest[],
  type: ObjectType,
  principals: PrincipalsPort,
): readonly Grant[] {
  const grants = new Map<string, Grant>();
  for (const request of list) {
    const { kind, name } = nameIn(request);
    const level = checkLevel(request.permission_level, type);
    const found = principals.byName(kind, name);
    if (!found) {
      throw new WorkspaceError("RESOURCE_DOES_NOT_EXIST", `Principal: ${name} does not exist.`);
    }
    if (level === OWNER && kind === "group") {
      throw invalid(`Group ${name} can't be the owner of a ${type.name}: name a user.`);
    }
    grants.set(found.id, { principalId: found.id, level });
  }
  return [...grants.values()];
}

function nameIn(request: AccessRequest): { kind: PrincipalKind; name: string } {
  const named: readonly (readonly [PrincipalKind, string | undefined])[] = [
    ["user", request.user_name],
    ["group", request.group_name],
    ["servicePrincipal", request.service_principal_name],
  ];
  const [first, second] = named.filter(([, name]) => name !== undefined && name !== "");
  if (first && !second) return { kind: first[0], name: first[1] ?? "" };
  throw invalid(
    "access_control_list: each entry must have one of user_name, group_name and service_principal_name.",
  );
}

function checkLevel(level: string | undefined, type: ObjectType): string {
  if (level !== undefined && type.levels.includes(level)) return level;
  const known = type.levels.join(", ");
  throw invalid(`Invalid permission_level '${level ?? ""}' for ${type.name}: use one of ${known}.`);
}

/** The error for a request that can't be followed. */
export function invalid(message: string): WorkspaceError {
  return new WorkspaceError("INVALID_PARAMETER_VALUE", message);
}
