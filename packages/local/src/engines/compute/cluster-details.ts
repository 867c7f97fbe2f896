import type { ClusterRecord } from "./cluster-record.js";
import type { ClusterSpec } from "./cluster-spec.js";
import { hexOf } from "./ids.js";
import { nodeType } from "./node-types.js";

/** A machine of a running cluster. */
export interface SparkNode {
  readonly node_id: string;
  readonly instance_id: string;
  readonly private_ip: string;
  readonly host_private_ip: string;
  readonly public_dns: string;
  readonly start_timestamp: number;
  readonly node_aws_attributes: { readonly is_spot: boolean };
}

/** A cluster as callers see it, by the API's names; beside these all fields of its settings. */
export interface ClusterDetails extends Pick<
  ClusterSpec,
  "autoscale" | "cluster_name" | "custom_tags" | "node_type_id" | "num_workers" | "spark_version"
> {
  readonly cluster_id: string;
  readonly cluster_source: string;
  readonly creator_user_name: string;
  readonly state: string;
  readonly state_message: string;
  readonly start_time: number;
  readonly terminated_time?: number;
  readonly last_state_loss_time: number;
  readonly last_restarted_time?: number;
  readonly termination_reason?: { readonly code: string; readonly type: string };
  readonly default_tags: Record<string, string>;
  readonly jdbc_port: number;
  readonly spark_context_id?: number;
  readonly driver?: SparkNode;
  readonly executors?: SparkNode[];
  readonly cluster_cores?: number;
  readonly cluster_memory_mb?: number;
  /** As the cluster was asked for. */
  readonly spec: object;
}

/** The whole of what a caller may see of a cluster. */
export function detailsOf(record: ClusterRecord): ClusterDetails {
  const { settings } = record;
  return {
    ...(settings as Omit<ClusterSpec, "aws_attributes" | "docker_image" | "init_scripts">),
    cluster_id: record.cluster_id,
    cluster_source: record.source,
    creator_user_name: record.creator_user_name,
    state: record.state,
    state_message: record.state_message,
    start_time: record.start_time,
    last_state_loss_time: record.last_state_loss_time,
    ...given(record, ["last_restarted_time", "terminated_time", "termination_reason"]),
    default_tags: {
      Vendor: "Databricks",
      Creator: record.creator_user_name,
      ClusterName: settings.cluster_name ?? "",
      ClusterId: record.cluster_id,
      ...record.platform_tags,
    },
    jdbc_port: 10_000,
    ...machinesOf(record),
    spec: record.spec,
  };
}

/** A cluster in a list: without its machines, of which there may be thousands. */
export function summaryOf(record: ClusterRecord): ClusterDetails {
  const { driver: _driver, executors: _executors, ...summary } = detailsOf(record);
  return summary;
}

function machinesOf(record: ClusterRecord): Partial<ClusterDetails> {
  if (record.spark_context_id === undefined) return {};
  const { settings, workers } = record;
  const driver = nodeType(settings.driver_node_type_id ?? "");
  const worker = nodeType(settings.node_type_id ?? "");
  const sum = (field: "memory_mb" | "num_cores"): number =>
    (driver?.[field] ?? 0) + workers * (worker?.[field] ?? 0);
  const onDemand = (settings.aws_attributes as { first_on_demand?: number }).first_on_demand ?? 0;
  const machine = (index: number): SparkNode => machineOf(record, index, index >= onDemand);
  return {
    spark_context_id: record.spark_context_id,
    driver: machine(0),
    executors: Array.from({ length: workers }, (_, index) => machine(index + 1)),
    cluster_cores: sum("num_cores"),
    cluster_memory_mb: sum("memory_mb"),
  };
}

/** The same machine on each read, another one after each start. */
function machineOf(record: ClusterRecord, index: number, spot: boolean): SparkNode {
  const id = hexOf(32, record.cluster_id, record.spark_context_id ?? 0, index);
  const octets = [0, 2, 4].map((at) => Number.parseInt(id.slice(at, at + 2), 16));
  return {
    node_id: id,
    instance_id: `i-${id.slice(0, 17)}`,
    private_ip: ["10", ...octets].join("."),
    host_private_ip: ["10", ...octets.toReversed()].join("."),
    public_dns: "",
    start_timestamp: record.last_restarted_time ?? record.start_time,
    node_aws_attributes: { is_spot: spot },
  };
}

/** Those of the fields that the record has. */
function given<K extends keyof ClusterRecord>(
  record: ClusterRecord,
  names: readonly K[],
): { [N in K]?: Exclude<ClusterRecord[N], undefined> } {
  return Object.fromEntries(
    names.filter((name) => record[name] !== undefined).map((name) => [name, record[name]]),
  ) as { [N in K]?: Exclude<ClusterRecord[N], undefined> };
}
