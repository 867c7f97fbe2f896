import type * as wire from "databricks-sdk-ts/iam";
import type { Handlers } from "../contract/index.js";
import {
  noWorkspace,
  type Assignment,
  type Assignments,
  type PrincipalRecord,
} from "../engines/identity/index.js";
import { WorkspaceError } from "../errors/index.js";
import { existingId } from "./exact-id.js";

const USUAL_PAGE = 1000;

/** Serves `iam.WorkspaceAssignmentAPI`. */
export function workspaceAssignmentHandlers(
  assignments: Assignments,
): Handlers["iam.WorkspaceAssignmentAPI"] {
  return {
    get: ({ workspace_id }) => {
      assignments.list(workspaceId(workspace_id));
      return {
        permissions: [
          { permission_level: "USER", description: "Can use the workspace" },
          { permission_level: "ADMIN", description: "Can use and administer the workspace" },
        ],
      };
    },
    list: ({ workspace_id, max_results, page_token }) => {
      const all = assignments.list(workspaceId(workspace_id)).map(toWire);
      const start = offsetIn(page_token);
      const end = start + (max_results || USUAL_PAGE);
      return {
        permission_assignments: all.slice(start, end),
        ...(end < all.length && {
          next_page_token: Buffer.from(String(end)).toString("base64url"),
        }),
      };
    },
    update: ({ workspace_id, principal_id, permissions = [] }) => {
      const set = assignments.set(workspaceId(workspace_id), String(principal_id), permissions);
      return set ? toWire(set) : {};
    },
    delete: ({ workspace_id, principal_id }) =>
      assignments.delete(workspaceId(workspace_id), String(principal_id)),
  };
}

function workspaceId(id: bigint | number): number {
  return existingId(id, noWorkspace);
}

function toWire({ principal, level }: Assignment): wire.PermissionAssignment {
  return {
    permissions: [level],
    principal: {
      principal_id: Number(principal.id),
      display_name: principal.displayName,
      ...nameIn(principal),
    },
  };
}

function nameIn(principal: PrincipalRecord): wire.PrincipalOutput {
  switch (principal.kind) {
    case "user":
      return { user_name: principal.userName };
    case "servicePrincipal":
      return { service_principal_name: principal.applicationId };
    case "group":
      return { group_name: principal.displayName };
  }
}

function offsetIn(token: string | undefined): number {
  if (!token) return 0;
  const text = Buffer.from(token, "base64url").toString();
  if (/^\d{1,9}$/.test(text)) return Number(text);
  throw new WorkspaceError("INVALID_PARAMETER_VALUE", `Invalid page_token ${token}`);
}
