import { InvalidRequestError } from "../../errors/index.js";
import type {
  AccessControlRequest,
  ObjectPermissions,
  PermissionLevel,
} from "../../services/iam/index.gen.js";

/** Whose access is taken away, and which; exactly one name is given. */
export interface AccessToRemove {
  user_name?: string | undefined;
  group_name?: string | undefined;
  service_principal_name?: string | undefined;
  /** Default: all that the object itself grants, whatever the level. */
  permission_level?: PermissionLevel | undefined;
}

const names = ["user_name", "group_name", "service_principal_name"] as const;

/**
 * What an object grants by itself, one entry per person and level, in the form that replaces it.
 * What it inherits is left out: it is granted elsewhere, and would be granted here, too.
 */
export function ownEntries({
  access_control_list = [],
}: ObjectPermissions): AccessControlRequest[] {
  return access_control_list.flatMap(({ all_permissions = [], ...principal }) =>
    all_permissions
      .filter(({ inherited }) => inherited !== true)
      .map(({ permission_level }) => ({ ...nameOf(principal), permission_level })),
  );
}

/** Throws an {@link InvalidRequestError} for an entry that does not name exactly one principal. */
export function requirePrincipals(entries: readonly AccessToRemove[]): void {
  for (const [index, entry] of entries.entries()) {
    const given = names.filter((name) => Boolean(entry?.[name]));
    if (given.length === 1) continue;
    const field = `access_control_list[${index}]`;
    throw new InvalidRequestError(`${field} needs exactly one of ${names.join(", ")}`, { field });
  }
}

/** The entries without those that are unwanted. */
export function withoutEntries(
  entries: readonly AccessControlRequest[],
  unwanted: readonly AccessToRemove[],
): AccessControlRequest[] {
  return entries.filter((entry) => !unwanted.some((each) => isMeant(each, entry)));
}

function isMeant(unwanted: AccessToRemove, entry: AccessControlRequest): boolean {
  const { permission_level } = unwanted;
  return (
    (permission_level === undefined || permission_level === entry.permission_level) &&
    names.every((name) => key(name, unwanted[name]) === key(name, entry[name]))
  );
}

/** Addresses and application ids are the same in any case; names of groups are not. */
function key(name: (typeof names)[number], value: string | undefined): string {
  return name === "group_name" ? (value ?? "") : (value ?? "").toLowerCase();
}

function nameOf(principal: AccessToRemove): AccessControlRequest {
  return Object.fromEntries(
    names.filter((name) => principal[name] !== undefined).map((name) => [name, principal[name]]),
  );
}
