import { invalid, malformed, missing, required } from "./account-errors.js";
import type { AccountResources } from "./account-resources.js";
import type { WorkspaceSpec } from "./workspace-record.js";

/** A spec that was checked: a name, a tier, and who brings machines and storage. */
export interface CheckedSpec extends WorkspaceSpec {
  readonly workspace_name: string;
  readonly pricing_tier: string;
}

const REGION = /^[a-z]{2}(-[a-z]+)+-\d{1,2}$/;
const TIERS = ["DEDICATED", "ENTERPRISE", "PREMIUM", "STANDARD"];
const MOST_TAGS = 45;

/** What only makes sense where machines and storage are the customer's own. */
const CUSTOMER_FIELDS = [
  "credentials_id",
  "storage_configuration_id",
  "network_id",
  "private_access_settings_id",
] as const;

/**
 * Checks what a new workspace is asked to be, and settles what was left open: a workspace with
 * neither credentials nor storage is serverless.
 *
 * @throws WorkspaceError `INVALID_PARAMETER_VALUE` or `MALFORMED_REQUEST` naming the field,
 *   `RESOURCE_DOES_NOT_EXIST` for what it refers to and is not there
 */
export function checkNewWorkspace(spec: WorkspaceSpec, resources: AccountResources): CheckedSpec {
  const workspace_name = required(spec.workspace_name, "workspace_name");
  checkPlace(spec);
  const serverless = checkComputeMode(spec);
  const checked = {
    ...spec,
    workspace_name,
    pricing_tier: spec.pricing_tier ?? "PREMIUM",
    ...(serverless && { compute_mode: "SERVERLESS" }),
  };
  checkWorkspace(checked, resources);
  return checked;
}

/** Checks what holds for new and for changed workspaces alike. */
export function checkWorkspace(spec: WorkspaceSpec, resources: AccountResources): void {
  const { credentials, storage, networks, privateAccess, encryptionKeys } = resources;
  if (!TIERS.includes(spec.pricing_tier ?? "")) {
    throw invalid(
      `Invalid pricing_tier ${spec.pricing_tier}: it must be one of ${TIERS.join(", ")}.`,
    );
  }
  checkTags(spec.custom_tags ?? {});
  if (spec.credentials_id) credentials.get(spec.credentials_id);
  if (spec.storage_configuration_id) storage.get(spec.storage_configuration_id);
  if (spec.network_id) networks.get(spec.network_id);
  if (spec.private_access_settings_id) {
    const settings = privateAccess.get(spec.private_access_settings_id);
    const region = spec.aws_region ?? spec.location;
    if (settings.region !== region) {
      throw invalid(
        `Invalid private_access_settings_id: the settings are for ${settings.region}, and the ` +
          `workspace is in ${region}.`,
      );
    }
  }
  for (const [field, use] of [
    ["managed_services_customer_managed_key_id", "MANAGED_SERVICES"],
    ["storage_customer_managed_key_id", "STORAGE"],
  ] as const) {
    const id = spec[field];
    if (id) encryptionKeys.expectUse(id, use, field);
  }
}

/** Throws unless that is the name of a region of AWS. */
export function checkRegion(region: string): void {
  if (REGION.test(region)) return;
  throw invalid(`Invalid aws_region "${region}": it must be the name of a region, e.g. us-west-2.`);
}

function checkPlace(spec: WorkspaceSpec): void {
  if (spec.azure_workspace_info) {
    throw malformed("Azure workspaces are created through Azure, not through this API.");
  }
  if (spec.cloud === "gcp" || spec.cloud_resource_container || spec.location) {
    required(spec.location, "location");
    if (!spec.cloud_resource_container) throw missing("cloud_resource_container");
    if (spec.aws_region) throw invalid("aws_region cannot be given with location.");
    return;
  }
  checkRegion(required(spec.aws_region, "aws_region"));
}

/** Whether the platform brings machines and storage. */
function checkComputeMode(spec: WorkspaceSpec): boolean {
  const given = CUSTOMER_FIELDS.filter((field) => spec[field]);
  if (spec.compute_mode === "SERVERLESS") {
    if (given.length === 0) return true;
    throw malformed(`${given.join(", ")} cannot be given with compute_mode SERVERLESS.`);
  }
  if (spec.location) return false;
  if (given.length === 0 && !spec.compute_mode) return true;
  required(spec.credentials_id, "credentials_id");
  required(spec.storage_configuration_id, "storage_configuration_id");
  return false;
}

function checkTags(tags: Readonly<Record<string, string>>): void {
  const entries = Object.entries(tags);
  if (entries.length > MOST_TAGS) {
    throw invalid(`Too many custom_tags: ${entries.length}; at most ${MOST_TAGS} are allowed.`);
  }
  for (const [key, value] of entries) {
    if (key.length < 1 || key.length > 127) {
      throw invalid(`Invalid key in custom_tags: "${key}" must have 1 to 127 characters.`);
    }
    if (value.length > 255) {
      throw invalid(`Invalid custom_tags.${key}: its value must have at most 255 characters.`);
    }
  }
}
