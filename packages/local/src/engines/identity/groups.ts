import { WorkspaceError } from "../../errors/index.js";
import { newId } from "./directory.js";
import type { GroupRecord, PrincipalRecord } from "./records.js";
import { attributeValues, checkUnchanged, groupsAttribute, textOf } from "./resource-values.js";
import type { ResourceType } from "./resource-type.js";
import { scimError, type Resource } from "./scim/index.js";
import type { Scope } from "./scope.js";
import type { View } from "./view.js";

const SCHEMA = "urn:ietf:params:scim:schemas:core:2.0:Group";

/** Groups as SCIM has them (RFC 7643 section 4.2, with the platform's attributes). */
export const GROUPS: ResourceType<GroupRecord> = {
  noun: "Group",
  rules: {
    schemas: { kind: "multiple", readOnly: true },
    id: { readOnly: true },
    groups: { kind: "multiple", readOnly: true },
    meta: { kind: "complex", readOnly: true },
    displayName: {},
    members: { kind: "multiple" },
    entitlements: { kind: "multiple", strict: true },
    roles: { kind: "multiple" },
    externalId: {},
  },
  is: (record: PrincipalRecord): record is GroupRecord => record.kind === "group",
  all: ({ directory }) => directory.groups(),
  show: (group, view) => ({
    schemas: [SCHEMA],
    id: group.id,
    displayName: group.displayName,
    ...membersAttribute(group, view),
    ...groupsAttribute(group, view),
    meta: { resourceType: group.workspaceId === undefined ? "Group" : "WorkspaceGroup" },
    ...(group.externalId !== undefined && { externalId: group.externalId }),
  }),
  read: (resource, before, scope) => {
    const displayName = textOf(resource, "displayName");
    if (displayName === undefined && !before?.system) {
      throw scimError("invalidValue", "displayName is required.");
    }
    const group: GroupRecord = {
      ...(before ?? newGroup(scope)),
      displayName: displayName ?? before?.displayName ?? "",
      externalId: textOf(resource, "externalId"),
      members: attributeValues(resource, "members"),
    };
    const view = scope.view();
    if (before) return checkChange(before, group, scope, view);
    checkMembers(group, group.members, view);
    return group;
  },
  twin: ({ displayName, workspaceId }, { directory }) => {
    const lower = displayName.toLowerCase();
    return directory.groups().find((group) => {
      return group.workspaceId === workspaceId && group.displayName.toLowerCase() === lower;
    });
  },
  taken: ({ displayName }) => `Group with name ${displayName} already exists.`,
  checkRemoval: ({ system }) => {
    if (!system) return;
    throw new WorkspaceError("BAD_REQUEST", `Group ${system} is part of the workspace and stays.`);
  },
};

function newGroup({ workspaceId }: Scope): GroupRecord {
  const displayName = "";
  const nothing = { roles: [], members: [], entitlements: [] };
  return { kind: "group", id: newId(), displayName, workspaceId, ...nothing };
}

/** What may change of a group depends on whose it is. */
function checkChange(
  before: GroupRecord,
  after: GroupRecord,
  scope: Scope,
  view: View,
): GroupRecord {
  if (before.system) checkUnchanged("displayName", before.displayName, after.displayName);
  const known = new Set(view.membersOf(before));
  const added = after.members.filter((id) => !known.has(id));
  const changed = added.length > 0 || after.members.length < known.size;
  if (before.system === "users") {
    if (!changed) return { ...after, members: [] };
    throw scimError("mutability", "Everybody in the workspace is in group users, and nobody else.");
  }
  if (before.system === "admins" && after.members.length === 0) {
    throw scimError("invalidValue", "Group admins must have a member.");
  }
  const renamed = before.displayName !== after.displayName;
  if (before.workspaceId !== scope.workspaceId && (changed || renamed)) {
    const text = `Group ${before.displayName} belongs to the account and can't be changed here.`;
    throw scimError("mutability", text);
  }
  checkMembers(after, added, view);
  return after;
}

/** Members must be there, and no group may come to be in itself. */
function checkMembers(group: GroupRecord, added: readonly string[], view: View): void {
  const missing = added.filter((id) => !view.find(id));
  if (missing.length > 0) {
    throw scimError("invalidValue", `Members with id ${missing.join(", ")} not found.`);
  }
  const circle = added.find((id) => view.isWithin(group.id, id));
  if (circle === undefined) return;
  throw scimError("invalidValue", `Group ${group.displayName} can't be in itself, by ${circle}.`);
}

const FOLDERS = { user: "Users", servicePrincipal: "ServicePrincipals", group: "Groups" };

function membersAttribute(group: GroupRecord, view: View): Resource {
  const members = view.membersOf(group).flatMap((id) => {
    const record = view.find(id);
    if (!record) return [];
    return [{ display: record.displayName, value: id, $ref: `${FOLDERS[record.kind]}/${id}` }];
  });
  return members.length === 0 ? {} : { members };
}
