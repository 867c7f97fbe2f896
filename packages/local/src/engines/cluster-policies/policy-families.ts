import { WorkspaceError } from "../../errors/index.js";
import { cutPage, type Page } from "./page.js";

/** Rules that policies can be made from, by the API's names. */
export interface PolicyFamily {
  readonly policy_family_id: string;
  readonly name: string;
  readonly description: string;
  /** JSON. */
  readonly definition: string;
}

const SMALL_NODES = ["m5d.large", "m5d.xlarge", "i3.xlarge", "r5d.xlarge"];

const fixed = (value: unknown): object => ({ type: "fixed", value });
const preset = (defaultValue: unknown): object => ({ type: "unlimited", defaultValue });
const option = (defaultValue?: unknown): object => ({
  type: "unlimited",
  ...(defaultValue !== undefined && { defaultValue }),
  isOptional: true,
});

const COMMON = {
  node_type_id: preset("i3.xlarge"),
  driver_node_type_id: option(),
  enable_elastic_disk: option(true),
  "autoscale.min_workers": option(1),
  "autoscale.max_workers": option(4),
};

const PERSONAL = {
  cluster_type: fixed("all-purpose"),
  node_type_id: { type: "allowlist", values: SMALL_NODES, defaultValue: "i3.xlarge" },
  driver_node_type_id: option(),
  spark_version: preset("auto:latest-lts-ml"),
  runtime_engine: option("STANDARD"),
  num_workers: fixed(0),
  data_security_mode: fixed("SINGLE_USER"),
  instance_pool_id: { type: "forbidden" },
  driver_instance_pool_id: { type: "forbidden" },
  autotermination_minutes: option(4320),
  "spark_conf.spark.databricks.cluster.profile": fixed("singleNode"),
  "spark_conf.spark.master": fixed("local[*]"),
  "custom_tags.ResourceClass": fixed("SingleNode"),
};

/** The families that every workspace has, and a default policy of each. */
export const POLICY_FAMILIES: readonly PolicyFamily[] = [
  family("personal-vm", "Personal Compute", "A small machine for one person.", PERSONAL),
  family("power-user", "Power User Compute", "A cluster for one person, with many workers.", {
    ...COMMON,
    cluster_type: fixed("all-purpose"),
    spark_version: preset("auto:latest-lts-ml"),
    data_security_mode: fixed("SINGLE_USER"),
    autotermination_minutes: option(4320),
  }),
  family("shared-compute", "Shared Compute", "A cluster that several people share.", {
    ...COMMON,
    cluster_type: fixed("all-purpose"),
    spark_version: preset("auto:latest-lts"),
    data_security_mode: fixed("USER_ISOLATION"),
    autotermination_minutes: option(4320),
  }),
  family("job-cluster", "Job Compute", "A cluster that a job makes and ends.", {
    ...COMMON,
    cluster_type: fixed("job"),
    spark_version: preset("auto:latest-lts"),
    num_workers: option(),
  }),
];

/** One family. @throws WorkspaceError `RESOURCE_DOES_NOT_EXIST` */
export function policyFamily(id: string): PolicyFamily {
  const found = POLICY_FAMILIES.find(({ policy_family_id }) => policy_family_id === id);
  if (found) return found;
  const text = `Can't find a policy family with id: ${id}.`;
  throw new WorkspaceError("RESOURCE_DOES_NOT_EXIST", text);
}

/** A page of the families. */
export function listPolicyFamilies(size?: number, token?: string): Page<PolicyFamily> {
  return cutPage(POLICY_FAMILIES, { size, token });
}

function family(
  policy_family_id: string,
  name: string,
  description: string,
  rules: object,
): PolicyFamily {
  return { policy_family_id, name, description, definition: JSON.stringify(rules) };
}
