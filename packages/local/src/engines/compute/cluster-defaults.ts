import type { ClusterSpec } from "./cluster-spec.js";

/** What defaults depend on beside the spec. */
export interface DefaultsContext {
  /** Who makes the cluster: the user of a cluster for one user. */
  readonly creator: string;
  readonly zone: string;
}

/** Modes in which a cluster belongs to one user. */
const SINGLE_USER_MODES = new Set([
  "SINGLE_USER",
  "LEGACY_SINGLE_USER",
  "LEGACY_SINGLE_USER_STANDARD",
  "DATA_SECURITY_MODE_DEDICATED",
]);

/** The settings that a cluster runs with: what was asked for, and the platform's defaults. */
export function withDefaults(spec: ClusterSpec, context: DefaultsContext): ClusterSpec {
  // Why: applying a policy's defaults is a wish of that one request, kept under `spec` alone.
  const { apply_policy_default_values: _once, num_workers: workers, ...rest } = spec;
  return {
    ...rest,
    ...sizeOf(spec, workers),
    ...(!spec.driver_node_type_id &&
      spec.node_type_id && { driver_node_type_id: spec.node_type_id }),
    autotermination_minutes: spec.autotermination_minutes ?? 0,
    enable_elastic_disk: spec.enable_elastic_disk ?? false,
    enable_local_disk_encryption: spec.enable_local_disk_encryption ?? false,
    ...(SINGLE_USER_MODES.has(spec.data_security_mode ?? "") && {
      single_user_name: spec.single_user_name ?? context.creator,
    }),
    ...(!spec.runtime_engine &&
      spec.spark_version?.includes("-photon-") && { runtime_engine: "PHOTON" }),
    aws_attributes: {
      first_on_demand: 1,
      availability: "SPOT_WITH_FALLBACK",
      zone_id: context.zone,
      spot_bid_price_percent: 100,
      ...spec.aws_attributes,
    },
    ...(spec.is_single_node && singleNode(spec)),
  };
}

function sizeOf(spec: ClusterSpec, workers: number | undefined): ClusterSpec {
  // Why: a size is one or the other. What clients send back from a read may hold both.
  return spec.autoscale ? {} : { num_workers: workers ?? 0 };
}

function singleNode(spec: ClusterSpec): ClusterSpec {
  return {
    spark_conf: {
      ...spec.spark_conf,
      "spark.databricks.cluster.profile": "singleNode",
      "spark.master": "local[*]",
    },
    custom_tags: { ...spec.custom_tags, ResourceClass: "SingleNode" },
  };
}
