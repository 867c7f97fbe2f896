import { invalid } from "./account-errors.js";
import type { WorkspaceRecord, WorkspaceSpec } from "./workspace-record.js";

/** What may be said of a workspace in an update: its spec, and what reads of it hold. */
export type WorkspaceChange = WorkspaceSpec & Readonly<Record<string, unknown>>;

/** Fields that can change, and whether they can be taken away. */
const UPDATABLE: Readonly<Record<string, "clearable" | "replaceable">> = {
  workspace_name: "replaceable",
  pricing_tier: "replaceable",
  credentials_id: "replaceable",
  network_id: "replaceable",
  private_access_settings_id: "replaceable",
  managed_services_customer_managed_key_id: "replaceable",
  storage_customer_managed_key_id: "replaceable",
  network_connectivity_config_id: "clearable",
  custom_tags: "clearable",
};

/** Fields that can change besides, as long as provisioning has not succeeded. */
const UPDATABLE_IF_FAILED: typeof UPDATABLE = {
  aws_region: "replaceable",
  storage_configuration_id: "replaceable",
};

/** Fields that never change once a workspace is there. */
const FIXED = [
  "azure_workspace_info",
  "cloud",
  "cloud_resource_container",
  "compute_mode",
  "deployment_name",
  "gcp_managed_network_config",
  "gke_config",
  "location",
];

/** Fields that the platform sets; what a caller sends back of them says nothing. */
const OUTPUT = [
  "account_id",
  "creation_time",
  "expected_workspace_status",
  "is_no_public_ip_enabled",
  "network",
  "storage_mode",
  "workspace_id",
  "workspace_status",
  "workspace_status_message",
];

/**
 * The workspace after an update. With a mask, what it names is taken from `change` or taken away;
 * without one, all that `change` holds is taken.
 *
 * @throws WorkspaceError `INVALID_PARAMETER_VALUE` naming the field that cannot change so
 */
export function applyChange(
  workspace: WorkspaceRecord,
  change: WorkspaceChange,
  mask: string | undefined,
): WorkspaceRecord {
  const updatable = {
    ...UPDATABLE,
    ...(workspace.workspace_status === "FAILED" && UPDATABLE_IF_FAILED),
  };
  const result: Record<string, unknown> = { ...workspace };
  for (const name of mask ? maskedFields(mask, updatable) : givenFields(change)) {
    const value = change[name] === "" ? undefined : change[name];
    if (isSame(value, result[name])) continue;
    checkField(name, value, updatable);
    if (value === undefined) delete result[name];
    else result[name] = value;
  }
  return result as unknown as WorkspaceRecord;
}

function maskedFields(mask: string, updatable: typeof UPDATABLE): string[] {
  if (mask === "*") return Object.keys(updatable);
  if (/\s/.test(mask)) {
    throw invalid(`Invalid update_mask "${mask}": separate field names by commas, without spaces.`);
  }
  const known = [...Object.keys({ ...UPDATABLE, ...UPDATABLE_IF_FAILED }), ...FIXED, ...OUTPUT];
  return mask.split(",").map((path) => {
    const [name = "", part] = path.split(".");
    if (!known.includes(name)) {
      throw invalid(`Invalid update_mask: a workspace has no field "${name}".`);
    }
    if (part === undefined) return name;
    throw invalid(`Invalid update_mask: "${name}" can only be updated as a whole, not "${path}".`);
  });
}

function givenFields(change: WorkspaceChange): string[] {
  return Object.keys(change).filter((name) => change[name] !== undefined && !OUTPUT.includes(name));
}

function checkField(name: string, value: unknown, updatable: typeof UPDATABLE): void {
  const rule = Object.hasOwn(updatable, name) ? updatable[name] : undefined;
  if (!rule && Object.hasOwn(UPDATABLE_IF_FAILED, name)) {
    throw invalid(`${name} can only be updated while the workspace is FAILED.`);
  }
  if (!rule) throw invalid(`${name} cannot be updated.`);
  if (value === undefined && rule === "replaceable") {
    throw invalid(`${name} can only be replaced, not removed.`);
  }
}

function isSame(a: unknown, b: unknown): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}
