import { describe, expect, it } from "vitest";
import { DatabricksError } from "../../errors/index.js";
import type { NodeType } from "../../services/compute/index.gen.js";
import { selectNodeType } from "./select-node-type.js";

function node(node_type_id: string, facts: Partial<NodeType> = {}): NodeType {
  return {
    node_type_id,
    instance_type_id: node_type_id,
    description: node_type_id,
    category: "General Purpose",
    memory_mb: 16_384,
    num_cores: 4,
    ...facts,
  };
}

const disks = (facts: object): Partial<NodeType> => ({
  node_instance_type: { instance_type_id: "", ...facts },
});

const types = [
  node("big", { num_cores: 16, memory_mb: 131_072, is_io_cache_enabled: true }),
  node("old", {
    num_cores: 1,
    memory_mb: 1024,
    is_deprecated: true,
    support_port_forwarding: true,
  }),
  node("small"),
  node("b-disk", disks({ local_disks: 1, local_disk_size_gb: 100 })),
  node("a-nvme", disks({ local_nvme_disks: 2, local_nvme_disk_size_gb: 400 })),
  node("arm", { is_graviton: true, num_cores: 2 }),
  node("gpu1", { num_gpus: 1, num_cores: 8 }),
  node("gpu4", { num_gpus: 4, num_cores: 8 }),
  node("m-fleet.xlarge", { num_cores: 1 }),
  node("gone", { num_cores: 1, node_info: { status: ["NotAvailableInRegion"] } }),
  node("locked", { num_cores: 1, node_info: { status: ["NotEnabledOnSubscription"] } }),
  node("photon", { num_cores: 8, photon_worker_capable: true, photon_driver_capable: true }),
  node("memory", { category: "Memory Optimized", memory_mb: 40_000, num_cores: 5 }),
];

describe("selectNodeType", () => {
  it.each([
    [{}, "small"],
    [{ minCores: 5 }, "memory"],
    [{ minCores: 9 }, "big"],
    [{ minMemoryGb: 16 }, "small"],
    [{ minMemoryGb: 17 }, "memory"],
    [{ minMemoryGb: 39 }, "memory"],
    [{ minMemoryGb: 40 }, "big"],
    [{ gbPerCore: 7 }, "memory"],
    [{ gbPerCore: 8 }, "big"],
    [{ minGpus: 1 }, "gpu1"],
    [{ minGpus: 2 }, "gpu4"],
    [{ minGpus: 0 }, "small"],
    [{ localDisk: true }, "a-nvme"],
    [{ localDiskMinSize: 50 }, "a-nvme"],
    [{ localDisk: true, category: "memory optimized" }, undefined],
    [{ category: "memory optimized" }, "memory"],
    [{ photonWorkerCapable: true }, "photon"],
    [{ photonDriverCapable: true, minCores: 9 }, undefined],
    [{ graviton: true }, "arm"],
    [{ isIoCacheEnabled: true }, "big"],
    [{ supportPortForwarding: true }, "old"],
    [{ fleet: true }, "m-fleet.xlarge"],
    [{ minCores: 17 }, undefined],
  ])("%j -> %s", (options, expected) => {
    const select = (): string => selectNodeType(types, options);
    if (expected === undefined) expect(select).toThrow(DatabricksError);
    else expect(select()).toBe(expected);
  });

  it("prefers few disks to many, then the first id, whatever the order", () => {
    const pair = [node("b"), node("c", disks({ local_disks: 1 })), node("a")];
    expect(selectNodeType(pair)).toBe("a");
    expect(selectNodeType(pair.toReversed())).toBe("a");
    expect(pair[0]?.node_type_id).toBe("b");
  });

  it.each<[string, Partial<NodeType>, Partial<NodeType>]>([
    ["what is not deprecated", { num_cores: 9 }, { is_deprecated: true }],
    ["few cores", { num_cores: 1, memory_mb: 99_999 }, { num_cores: 2 }],
    ["little memory", { memory_mb: 1024, ...disks({ local_disks: 9 }) }, { memory_mb: 2048 }],
    ["few disks", disks({ local_disks: 1, local_disk_size_gb: 900 }), disks({ local_disks: 2 })],
    [
      "small disks",
      disks({ local_disk_size_gb: 1, local_nvme_disks: 9 }),
      disks({ local_disk_size_gb: 2 }),
    ],
    [
      "few NVMe disks",
      disks({ local_nvme_disks: 1, local_nvme_disk_size_gb: 900 }),
      disks({ local_nvme_disks: 2 }),
    ],
    [
      "small NVMe disks",
      { num_gpus: 4, ...disks({ local_nvme_disk_size_gb: 1 }) },
      { num_gpus: 1, ...disks({ local_nvme_disk_size_gb: 2 }) },
    ],
    ["few GPUs", { num_gpus: 1 }, { num_gpus: 2 }],
  ])("prefers %s", (_what, smaller, bigger) => {
    // The names would have it the other way round.
    const pair = [node("a-bigger", bigger), node("b-smaller", smaller)];
    const minGpus = smaller.num_gpus === undefined ? 0 : 1;
    expect(selectNodeType(pair, { minGpus })).toBe("b-smaller");
    expect(selectNodeType(pair.toReversed(), { minGpus })).toBe("b-smaller");
  });

  it("says what was looked for", () => {
    expect(() => selectNodeType([], { minCores: 2 })).toThrow(
      'cannot determine smallest node type: none of 0 fits {"minCores":2}',
    );
  });
});
