import { LEGACY_FAMILIES, NODE_FAMILIES, type NodeFamily, type NodeSize } from "./node-families.js";

/** A machine that clusters can be made of, by the API's names. */
export interface NodeType {
  readonly node_type_id: string;
  readonly instance_type_id: string;
  readonly description: string;
  readonly category: string;
  readonly memory_mb: number;
  readonly num_cores: number;
  readonly num_gpus: number;
  readonly is_deprecated: boolean;
  readonly is_hidden: boolean;
  readonly is_graviton: boolean;
  readonly is_io_cache_enabled: boolean;
  readonly is_encrypted_in_transit: boolean;
  readonly photon_driver_capable: boolean;
  readonly photon_worker_capable: boolean;
  readonly support_cluster_tags: boolean;
  readonly support_ebs_volumes: boolean;
  readonly support_port_forwarding: boolean;
  readonly display_order: number;
  readonly node_instance_type: {
    readonly instance_type_id: string;
    readonly local_disks: number;
    readonly local_disk_size_gb: number;
    readonly local_nvme_disks: number;
    readonly local_nvme_disk_size_gb: number;
  };
}

/** All node types: several generations of the machines of AWS, by the platform's names. */
export const NODE_TYPES: readonly NodeType[] = [
  ...NODE_FAMILIES.flatMap((family) => typesOf(family, false)),
  ...LEGACY_FAMILIES.flatMap((family) => typesOf(family, true)),
];

const BY_ID: ReadonlyMap<string, NodeType> = new Map(
  NODE_TYPES.map((type) => [type.node_type_id, type]),
);

/** The node type of that id. */
export function nodeType(id: string): NodeType | undefined {
  return BY_ID.get(id);
}

function typesOf(family: NodeFamily, deprecated: boolean): NodeType[] {
  return family.sizes.map((size) => typeOf(family, size, deprecated));
}

function typeOf(family: NodeFamily, size: NodeSize, deprecated: boolean): NodeType {
  const [name, cores, gibibytes, disks = 0, diskSize = 0, gpus = 0] = size;
  const id = `${family.name}.${name}`;
  const graviton = /^[a-z]+\d+g|^im4gn/.test(family.name) && gpus === 0;
  const photon = gpus === 0 && !deprecated && gibibytes >= 8;
  const nvme = disks > 0 && !family.magnetic;
  return {
    node_type_id: id,
    instance_type_id: id,
    description: id,
    category: family.category,
    memory_mb: Math.round(gibibytes * 1024),
    num_cores: cores,
    num_gpus: gpus,
    is_deprecated: deprecated,
    is_hidden: false,
    is_graviton: graviton,
    is_io_cache_enabled: nvme && gpus === 0,
    is_encrypted_in_transit: /^([a-z]+[5-9](?!a)|i3en|d3|im4gn|p4)/.test(family.name),
    photon_driver_capable: photon,
    photon_worker_capable: photon,
    support_cluster_tags: true,
    support_ebs_volumes: true,
    support_port_forwarding: !deprecated,
    display_order: deprecated ? 1 : 0,
    node_instance_type: {
      instance_type_id: id,
      local_disks: disks,
      local_disk_size_gb: diskSize,
      local_nvme_disks: nvme ? disks : 0,
      local_nvme_disk_size_gb: nvme ? diskSize : 0,
    },
  };
}
