import { checkDeparture } from "./departure.js";
import { newId } from "./directory.js";
import type { PrincipalRecord, UserRecord } from "./records.js";
import { checkUnchanged, complexValues, groupsAttribute, textOf } from "./resource-values.js";
import type { ResourceType } from "./resource-type.js";
import { scimError, type Resource } from "./scim/index.js";

const USER_SCHEMA = "urn:ietf:params:scim:schemas:core:2.0:User";

/** Users as SCIM has them (RFC 7643 section 4.1, with the platform's attributes). */
export const USERS: ResourceType<UserRecord> = {
  noun: "User",
  rules: {
    schemas: { kind: "multiple", readOnly: true },
    id: { readOnly: true },
    groups: { kind: "multiple", readOnly: true },
    userName: {},
    displayName: {},
    active: { kind: "boolean" },
    name: { kind: "complex" },
    emails: { kind: "multiple" },
    entitlements: { kind: "multiple", strict: true },
    roles: { kind: "multiple" },
    externalId: {},
  },
  is: (record: PrincipalRecord): record is UserRecord => record.kind === "user",
  all: ({ directory }) => directory.users(),
  show: (user, view) => ({
    schemas: [USER_SCHEMA],
    id: user.id,
    userName: user.userName,
    displayName: user.displayName,
    active: user.active,
    name: user.name,
    emails: user.emails,
    ...groupsAttribute(user, view),
    ...(user.externalId !== undefined && { externalId: user.externalId }),
  }),
  read: (resource, before) => {
    const given = textOf(resource, "userName")?.toLowerCase();
    if (before) checkUnchanged("userName", before.userName, given);
    return newUser({
      id: before?.id ?? newId(),
      userName: before?.userName ?? checkEmail(given),
      displayName: textOf(resource, "displayName"),
      name: nameIn(resource),
      emails: complexValues(resource, "emails"),
      active: resource["active"] !== false,
      externalId: textOf(resource, "externalId"),
      roles: before?.roles ?? [],
    });
  },
  twin: (user, { directory }) => directory.userByName(user.userName),
  taken: ({ userName }, { workspaceId }) =>
    workspaceId === undefined
      ? `User with email ${userName} already exists in this account`
      : `User with username ${userName} already exists.`,
  checkRemoval: checkDeparture,
};

/** A user with all that is not said filled in. */
export function newUser(
  given: Pick<UserRecord, "id" | "roles" | "userName"> &
    Partial<{
      [Name in Exclude<keyof UserRecord, "kind">]: UserRecord[Name] | undefined;
    }>,
): UserRecord {
  const { userName } = given;
  const displayName = given.displayName ?? userName;
  const emails = given.emails ?? [];
  return {
    kind: "user",
    id: given.id,
    userName,
    displayName,
    name: given.name ?? nameFrom(displayName),
    emails: emails.length > 0 ? emails : [{ type: "work", value: userName, primary: true }],
    active: given.active ?? true,
    externalId: given.externalId,
    roles: given.roles,
  };
}

function nameIn(resource: Resource): UserRecord["name"] | undefined {
  const name = (resource["name"] ?? {}) as Resource;
  const givenName = textOf(name, "givenName");
  const familyName = textOf(name, "familyName");
  if (givenName === undefined && familyName === undefined) return undefined;
  return {
    ...(givenName !== undefined && { givenName }),
    ...(familyName !== undefined && { familyName }),
  };
}

/** The parts of a displayed name; a user name is one part. */
function nameFrom(displayName: string): UserRecord["name"] {
  const [givenName = displayName, ...rest] = displayName.split(/\s+/);
  return rest.length > 0 ? { givenName, familyName: rest.join(" ") } : { givenName };
}

function checkEmail(userName: string | undefined): string {
  if (userName !== undefined && /^[^@\s]+@[^@\s]+$/.test(userName)) return userName;
  const text = userName === undefined ? "userName is required" : `Invalid userName ${userName}`;
  throw scimError("invalidValue", `${text}: it must be an e-mail address.`);
}
