import { newId, type Directory } from "./directory.js";
import type { GroupRecord } from "./records.js";

/** The groups that every workspace has, and what their members may do at first. */
const ENTITLEMENTS = {
  admins: ["allow-cluster-create", "allow-instance-pool-create"],
  users: ["workspace-access", "databricks-sql-access"],
} as const;

/** What may be allowed in a workspace. */
export const KNOWN_ENTITLEMENTS: readonly string[] = [
  ...ENTITLEMENTS.admins,
  ...ENTITLEMENTS.users,
  "workspace-consume",
];

/** A group that every workspace has, made when it is first asked for. */
export function systemGroup(
  directory: Directory,
  workspaceId: number,
  name: keyof typeof ENTITLEMENTS,
): GroupRecord {
  const groups = directory.groups();
  const known = groups.find((one) => one.workspaceId === workspaceId && one.system === name);
  if (known) return known;
  const group: GroupRecord = {
    kind: "group",
    id: newId(),
    displayName: name,
    roles: [],
    members: [],
    workspaceId,
    entitlements: [...ENTITLEMENTS[name]],
    system: name,
  };
  directory.put(group);
  return group;
}

/** Puts somebody of the account into a workspace, as one of its administrators or not. */
export function admit(
  directory: Directory,
  workspaceId: number,
  principalId: string,
  admin: boolean,
): void {
  directory.transaction(() => {
    directory.assign(workspaceId, principalId);
    const admins = systemGroup(directory, workspaceId, "admins");
    const isMember = admins.members.includes(principalId);
    if (admin && !isMember) {
      directory.put({ ...admins, members: [...admins.members, principalId] });
    }
    if (!admin && isMember) directory.leave(admins, principalId);
  });
}
