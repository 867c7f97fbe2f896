import { DatabricksError, type OptionKind } from "../../errors/index.js";
import type { NodeType } from "../../services/compute/index.gen.js";

/** What a node has to have at least. */
export interface SelectNodeTypeOptions {
  /** GB of memory. */
  readonly minMemoryGb?: number;
  /** Whole GB of memory per core. */
  readonly gbPerCore?: number;
  readonly minCores?: number;
  /** GPUs. Default: 0, node types without any. */
  readonly minGpus?: number;
  /** A local disk, NVMe or not. Default: false, no matter. */
  readonly localDisk?: boolean;
  /** GB of all local disks together. */
  readonly localDiskMinSize?: number;
  /** E.g. `General Purpose (HDD)`; upper and lower case are the same. */
  readonly category?: string;
  /** Able to run Photon as a worker. Default: false, no matter. */
  readonly photonWorkerCapable?: boolean;
  /** Able to run Photon as the driver. Default: false, no matter. */
  readonly photonDriverCapable?: boolean;
  /** ARM processors. Default: false, none of them. */
  readonly graviton?: boolean;
  /** With the disk cache. Default: false, no matter. */
  readonly isIoCacheEnabled?: boolean;
  /** With port forwarding. Default: false, no matter. */
  readonly supportPortForwarding?: boolean;
  /** Fleet types, which pick among similar instances. Default: false, none of them. */
  readonly fleet?: boolean;
}

/** The names of all options, to find one that is misspelt. */
export const nodeTypeOptions: Readonly<Record<keyof SelectNodeTypeOptions, OptionKind>> = {
  minMemoryGb: "number",
  gbPerCore: "number",
  minCores: "number",
  minGpus: "number",
  localDisk: "boolean",
  localDiskMinSize: "number",
  category: "string",
  photonWorkerCapable: "boolean",
  photonDriverCapable: "boolean",
  graviton: "boolean",
  isIoCacheEnabled: "boolean",
  supportPortForwarding: "boolean",
  fleet: "boolean",
};

/**
 * The id of the smallest node type that fits, to be used as `node_type_id` of a cluster; deprecated
 * ones come last. Throws a {@link DatabricksError} when none does.
 */
export function selectNodeType(
  nodeTypes: readonly NodeType[],
  options: SelectNodeTypeOptions = {},
): string {
  const smallest = [...nodeTypes].sort(smallestFirst).find((node) => fits(node, options));
  if (smallest !== undefined) return smallest.node_type_id;
  throw new DatabricksError(
    `cannot determine smallest node type: none of ${nodeTypes.length} fits ${JSON.stringify(options)}`,
  );
}

function fits(node: NodeType, options: SelectNodeTypeOptions): boolean {
  return isAvailable(node) && hasSize(node, options) && hasKind(node, options);
}

function isAvailable({ node_info }: NodeType): boolean {
  const status = node_info?.status ?? [];
  return !status.includes("NotAvailableInRegion") && !status.includes("NotEnabledOnSubscription");
}

function hasSize(node: NodeType, options: SelectNodeTypeOptions): boolean {
  const gigabytes = Math.floor(node.memory_mb / 1024);
  const gpus = node.num_gpus ?? 0;
  const { minGpus = 0, localDisk = false } = options;
  const disks = node.node_instance_type;
  const diskCount = (disks?.local_disks ?? 0) + (disks?.local_nvme_disks ?? 0);
  const diskSize = (disks?.local_disk_size_gb ?? 0) + (disks?.local_nvme_disk_size_gb ?? 0);
  return (
    gigabytes >= (options.minMemoryGb ?? 0) &&
    Math.floor(gigabytes / node.num_cores) >= (options.gbPerCore ?? 0) &&
    node.num_cores >= (options.minCores ?? 0) &&
    (minGpus === 0 ? gpus === 0 : gpus >= minGpus) &&
    (!localDisk || diskCount > 0) &&
    diskSize >= (options.localDiskMinSize ?? 0)
  );
}

function hasKind(node: NodeType, options: SelectNodeTypeOptions): boolean {
  const { category } = options;
  return (
    (category === undefined || node.category.toLowerCase() === category.toLowerCase()) &&
    (node.is_graviton ?? false) === (options.graviton ?? false) &&
    node.node_type_id.includes("-fleet.") === (options.fleet ?? false) &&
    has(node.is_io_cache_enabled, options.isIoCacheEnabled) &&
    has(node.support_port_forwarding, options.supportPortForwarding) &&
    has(node.photon_driver_capable, options.photonDriverCapable) &&
    has(node.photon_worker_capable, options.photonWorkerCapable)
  );
}

function has(feature: boolean | undefined, wanted: boolean | undefined): boolean {
  return wanted !== true || feature === true;
}

function smallestFirst(a: NodeType, b: NodeType): number {
  const [left, right] = [size(a), size(b)];
  for (const [i, value] of left.entries()) {
    const difference = value - (right[i] ?? 0);
    if (difference !== 0) return difference;
  }
  return a.instance_type_id < b.instance_type_id ? -1 : 1;
}

function size(node: NodeType): readonly number[] {
  const disks = node.node_instance_type;
  return [
    node.is_deprecated === true ? 1 : 0,
    node.num_cores,
    node.memory_mb,
    disks?.local_disks ?? 0,
    disks?.local_disk_size_gb ?? 0,
    disks?.local_nvme_disks ?? 0,
    disks?.local_nvme_disk_size_gb ?? 0,
    node.num_gpus ?? 0,
  ];
}
