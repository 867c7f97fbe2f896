/** What can be changed of a pool. */
export interface PoolSettings {
  readonly instance_pool_name: string;
  readonly node_type_id: string;
  readonly custom_tags?: Readonly<Record<string, string>> | undefined;
  readonly enable_auto_alternate_node_types?: boolean | undefined;
  /** How long machines that are too many stay idle. */
  readonly idle_instance_autotermination_minutes?: number | undefined;
  /** The most machines, idle and in use. Default: no limit. */
  readonly max_capacity?: number | undefined;
  /** How many machines are kept idle, beside those in use. */
  readonly min_idle_instances?: number | undefined;
  readonly remote_disk_throughput?: number | undefined;
  readonly total_initial_remote_disk_size?: number | undefined;
}

/** What a pool is made with for good. */
export interface PoolHardware {
  readonly aws_attributes?: object | undefined;
  readonly azure_attributes?: object | undefined;
  readonly disk_spec?: object | undefined;
  readonly enable_elastic_disk?: boolean | undefined;
  readonly gcp_attributes?: object | undefined;
  readonly node_type_flexibility?: object | undefined;
  readonly preloaded_docker_images?: readonly object[] | undefined;
  readonly preloaded_spark_versions?: readonly string[] | undefined;
}

/** A pool to make, by the API's names. */
export interface CreatePool extends PoolSettings, PoolHardware {}

/** New settings of a pool: what is left out is as if it had never been set. */
export interface EditPool extends PoolSettings {
  readonly instance_pool_id: string;
}

/** Settings with the platform's defaults. */
export interface CompleteSettings extends PoolSettings {
  readonly idle_instance_autotermination_minutes: number;
  readonly min_idle_instances: number;
}

/** What is kept of a pool. */
export interface PoolRecord {
  readonly id: string;
  /** SCIM id of who made it. */
  readonly creatorId: string;
  readonly hardware: PoolHardware;
  readonly settings: CompleteSettings;
  /** When the idle machines are there; milliseconds since the Unix epoch. Undefined: they are. */
  readonly filledAt?: number | undefined;
}

const IDLE_MINUTES = 60;

/** What a request says of the machines, and what of their number and names. */
export function splitRequest(request: CreatePool): Pick<PoolRecord, "hardware" | "settings"> {
  const { aws_attributes, azure_attributes, gcp_attributes, disk_spec, ...others } = request;
  const { enable_elastic_disk, node_type_flexibility, ...named } = others;
  const { preloaded_docker_images, preloaded_spark_versions, ...settings } = named;
  return {
    hardware: {
      aws_attributes: { availability: "SPOT", spot_bid_price_percent: 100, ...aws_attributes },
      azure_attributes,
      gcp_attributes,
      disk_spec,
      enable_elastic_disk: enable_elastic_disk ?? true,
      node_type_flexibility,
      preloaded_docker_images,
      preloaded_spark_versions,
    },
    settings: completed(settings),
  };
}

/** Fills in what was left out. */
export function completed(settings: PoolSettings): CompleteSettings {
  return {
    ...settings,
    idle_instance_autotermination_minutes:
      settings.idle_instance_autotermination_minutes ?? IDLE_MINUTES,
    min_idle_instances: settings.min_idle_instances ?? 0,
  };
}
