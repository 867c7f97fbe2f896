import type { Collection } from "../../state/index.js";

/** The states of a workspace. */
export type WorkspaceStatus = "CANCELLING" | "FAILED" | "PROVISIONING" | "RUNNING";

/** What a caller says of a workspace, by the API's names. */
export interface WorkspaceSpec {
  readonly workspace_name?: string | undefined;
  readonly deployment_name?: string | undefined;
  readonly aws_region?: string | undefined;
  readonly cloud?: string | undefined;
  readonly location?: string | undefined;
  readonly cloud_resource_container?: object | undefined;
  readonly azure_workspace_info?: object | undefined;
  readonly gcp_managed_network_config?: object | undefined;
  readonly gke_config?: object | undefined;
  readonly compute_mode?: string | undefined;
  readonly credentials_id?: string | undefined;
  readonly storage_configuration_id?: string | undefined;
  readonly network_id?: string | undefined;
  readonly private_access_settings_id?: string | undefined;
  readonly managed_services_customer_managed_key_id?: string | undefined;
  readonly storage_customer_managed_key_id?: string | undefined;
  readonly network_connectivity_config_id?: string | undefined;
  readonly pricing_tier?: string | undefined;
  readonly custom_tags?: Record<string, string> | undefined;
}

/** A workspace as callers see it. */
export interface Workspace extends WorkspaceSpec {
  readonly account_id: string;
  /** 16 decimal digits. */
  readonly workspace_id: number;
  readonly workspace_name: string;
  readonly deployment_name: string;
  readonly workspace_status: WorkspaceStatus;
  readonly workspace_status_message: string;
  /** Milliseconds since the Unix epoch. */
  readonly creation_time: number;
  readonly pricing_tier: string;
  readonly storage_mode: "CUSTOMER_HOSTED" | "DEFAULT_STORAGE";
  readonly is_no_public_ip_enabled: boolean;
}

/** What is kept of a workspace. */
export interface WorkspaceRecord extends Workspace {
  /** The change that is under way, and when it is done by the workspace's clock. */
  readonly next?: { readonly to: "GONE" | "RUNNING"; readonly at: number } | undefined;
}

/** The fields of a workspace that refer to other things of the account. */
export type ReferenceField =
  | "credentials_id"
  | "managed_services_customer_managed_key_id"
  | "network_id"
  | "private_access_settings_id"
  | "storage_configuration_id"
  | "storage_customer_managed_key_id";

/** The workspaces that refer to `id` in one of `fields`, as error texts name them. */
export function workspacesUsing(
  workspaces: Collection<WorkspaceRecord>,
  id: string,
  fields: readonly ReferenceField[],
): string[] {
  return workspaces
    .values()
    .filter((workspace) => fields.some((field) => workspace[field] === id))
    .map((workspace) => `workspace "${workspace.workspace_name}" (${workspace.workspace_id})`);
}
