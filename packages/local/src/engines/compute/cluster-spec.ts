/** How many workers a cluster may have. */
export interface Autoscale {
  readonly min_workers?: number | undefined;
  readonly max_workers?: number | undefined;
}

/** The size that a cluster is to have: one or the other. */
export interface ClusterSize {
  readonly num_workers?: number | undefined;
  readonly autoscale?: Autoscale | undefined;
}

/**
 * What a caller asks of a cluster, by the API's names. Typed is what the engine reads; all other
 * fields of {@link SPEC_FIELDS} are kept and given back as they came.
 */
export interface ClusterSpec {
  readonly apply_policy_default_values?: boolean | undefined;
  readonly autoscale?: Autoscale | undefined;
  readonly autotermination_minutes?: number | undefined;
  readonly aws_attributes?: object | undefined;
  readonly cluster_name?: string | undefined;
  readonly custom_tags?: Readonly<Record<string, string>> | undefined;
  readonly data_security_mode?: string | undefined;
  readonly docker_image?: { readonly url?: string | undefined } | undefined;
  readonly driver_instance_pool_id?: string | undefined;
  readonly driver_node_type_id?: string | undefined;
  readonly enable_elastic_disk?: boolean | undefined;
  readonly enable_local_disk_encryption?: boolean | undefined;
  readonly init_scripts?: readonly object[] | undefined;
  readonly instance_pool_id?: string | undefined;
  readonly is_single_node?: boolean | undefined;
  readonly kind?: string | undefined;
  readonly node_type_id?: string | undefined;
  readonly num_workers?: number | undefined;
  readonly policy_id?: string | undefined;
  readonly runtime_engine?: string | undefined;
  readonly single_user_name?: string | undefined;
  readonly spark_conf?: Readonly<Record<string, string>> | undefined;
  readonly spark_version?: string | undefined;
  readonly ssh_public_keys?: readonly string[] | undefined;
  readonly use_ml_runtime?: boolean | undefined;
}

/** The fields of a cluster's spec; those that are messages with the names of their parts. */
export const SPEC_FIELDS: Readonly<Record<string, readonly string[] | undefined>> = {
  apply_policy_default_values: undefined,
  autoscale: ["max_workers", "min_workers"],
  autotermination_minutes: undefined,
  aws_attributes: [
    "availability",
    "ebs_volume_count",
    "ebs_volume_iops",
    "ebs_volume_size",
    "ebs_volume_throughput",
    "ebs_volume_type",
    "first_on_demand",
    "instance_profile_arn",
    "spot_bid_price_percent",
    "zone_id",
  ],
  azure_attributes: [
    "availability",
    "capacity_reservation_group",
    "first_on_demand",
    "log_analytics_info",
    "spot_bid_max_price",
  ],
  cluster_log_conf: ["dbfs", "s3", "volumes"],
  cluster_name: undefined,
  custom_tags: undefined,
  data_security_mode: undefined,
  dependency_mode: undefined,
  docker_image: ["basic_auth", "url"],
  driver_instance_pool_id: undefined,
  driver_node_type_flexibility: ["alternate_node_type_ids"],
  driver_node_type_id: undefined,
  enable_elastic_disk: undefined,
  enable_local_disk_encryption: undefined,
  gcp_attributes: [
    "availability",
    "boot_disk_size",
    "confidential_compute_type",
    "first_on_demand",
    "google_service_account",
    "local_ssd_count",
    "use_preemptible_executors",
    "zone_id",
  ],
  init_scripts: undefined,
  instance_pool_id: undefined,
  is_single_node: undefined,
  kind: undefined,
  node_type_id: undefined,
  num_workers: undefined,
  policy_id: undefined,
  remote_disk_throughput: undefined,
  runtime_engine: undefined,
  single_user_name: undefined,
  spark_conf: undefined,
  spark_env_vars: undefined,
  spark_version: undefined,
  ssh_public_keys: undefined,
  total_initial_remote_disk_size: undefined,
  use_ml_runtime: undefined,
  worker_node_type_flexibility: ["alternate_node_type_ids"],
  workload_type: ["clients"],
};

/** The spec's fields among those of `source`; empty text counts as absent, as do nulls. */
export function pickSpec(source: object): ClusterSpec {
  const spec: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(source)) {
    if (!Object.hasOwn(SPEC_FIELDS, name)) continue;
    if (value === undefined || value === null || value === "") continue;
    spec[name] = value;
  }
  return spec;
}

/** The size that a spec asks for; that of an autoscaled cluster begins at its least. */
export function desiredWorkers(spec: ClusterSpec): number {
  return spec.autoscale ? (spec.autoscale.min_workers ?? 0) : (spec.num_workers ?? 0);
}

/** The size that a spec names. */
export function sizeOf({ autoscale, num_workers }: ClusterSpec): ClusterSize {
  return autoscale ? { autoscale } : { num_workers: num_workers ?? 0 };
}

/** A spec without its size. */
export function attributesOf(spec: ClusterSpec): ClusterSpec {
  const { autoscale: _autoscale, num_workers: _workers, ...attributes } = spec;
  return attributes;
}
