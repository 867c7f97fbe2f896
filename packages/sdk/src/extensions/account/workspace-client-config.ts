import type { ClientOptions, ServiceClient } from "../../api-client/index.js";
import { InvalidRequestError, requireFields } from "../../errors/index.js";
import type { Workspace } from "../../services/provisioning/index.gen.js";

/** The attributes in which a workspace's client differs from its account's; `undefined` unsets. */
export type WorkspaceClientConfig = Pick<
  ClientOptions,
  "host" | "accountId" | "workspaceId" | "discoveryUrl" | "azureWorkspaceResourceId"
>;

/** The part of an account client's configuration that {@link workspaceClientConfig} reads. */
export type AccountConfig = Pick<ServiceClient["config"], "host" | "isAccountHost" | "environment">;

/** What {@link workspaceClientConfig} has to know of a workspace, as the account API returns it. */
export type WorkspaceOfAccount = Pick<
  Workspace,
  "deployment_name" | "workspace_id" | "workspace_name" | "azure_workspace_info"
>;

/**
 * What to change in an account client's configuration to reach one of the account's workspaces with
 * the same credentials. A host that serves nothing but accounts is replaced by the workspace's own;
 * every other one (unified, or on your own machine) stays, and is told the workspace by its id.
 * Throws an {@link InvalidRequestError} when the workspace does not say where it is.
 */
export function workspaceClientConfig(
  config: AccountConfig,
  workspace: WorkspaceOfAccount,
): WorkspaceClientConfig {
  requireFields("getWorkspaceClient", workspace);
  const { workspace_id } = workspace;
  const ids = {
    workspaceId: workspace_id === undefined ? undefined : String(workspace_id),
    azureWorkspaceResourceId: azureResourceId(workspace),
  };
  if (config.isAccountHost) {
    const host = deploymentHost(workspace, zoneOf(config));
    return { ...ids, host, accountId: undefined, discoveryUrl: undefined };
  }
  if (ids.workspaceId !== undefined) return ids;
  throw missing("workspace_id", `${config.host ?? "the host"} finds a workspace by it`);
}

/** An account host of a place that is not known yet tells the place itself: `accounts.<zone>`. */
function zoneOf({ host = "", environment }: AccountConfig): string {
  const { hostname, host: place } = new URL(host);
  const { zone } = environment;
  return hostname.endsWith(zone) ? zone : place.slice(place.indexOf("."));
}

/** Credentials will go there, so the name must not lead out of the zone. */
function deploymentHost({ deployment_name = "" }: WorkspaceOfAccount, zone: string): string {
  if (/^[a-z0-9]([a-z0-9.-]*[a-z0-9])?$/i.test(deployment_name)) {
    return `https://${deployment_name}${zone}`;
  }
  throw missing("deployment_name", "it begins the name of the workspace's host");
}

function missing(field: string, use: string): InvalidRequestError {
  return new InvalidRequestError(`the workspace has no usable ${field}: ${use}`, {
    field: `workspace.${field}`,
  });
}

function azureResourceId(workspace: WorkspaceOfAccount): string | undefined {
  const { workspace_name: name, azure_workspace_info: info } = workspace;
  if (info === undefined || name === undefined) return undefined;
  const group = `/subscriptions/${info.subscription_id}/resourceGroups/${info.resource_group}`;
  return `${group}/providers/Microsoft.Databricks/workspaces/${name}`;
}
