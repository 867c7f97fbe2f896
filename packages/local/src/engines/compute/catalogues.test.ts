import { describe, expect, it } from "vitest";
import { NODE_TYPES, SPARK_VERSIONS } from "./index.js";
import { nodeType } from "./node-types.js";
import { isSparkVersion } from "./spark-versions.js";

describe("node types", () => {
  it("are plausible machines, each there once", () => {
    expect(new Set(NODE_TYPES.map(({ node_type_id }) => node_type_id)).size).toBe(
      NODE_TYPES.length,
    );
    for (const type of NODE_TYPES) {
      expect(type.num_cores, type.node_type_id).toBeGreaterThan(0);
      expect(type.memory_mb, type.node_type_id).toBeGreaterThanOrEqual(3840);
      const { local_disks: disks, local_disk_size_gb: size } = type.node_instance_type;
      expect(disks > 0, type.node_type_id).toBe(size > 0);
      expect(Number.isInteger(type.memory_mb), type.node_type_id).toBe(true);
    }
  });

  it.each([
    ["i3.xlarge", { memory_mb: 31_232, num_cores: 4, category: "Storage Optimized" }],
    ["m5d.large", { memory_mb: 8192, is_graviton: false, is_deprecated: false }],
    ["m6gd.xlarge", { is_graviton: true, photon_worker_capable: true }],
    ["g5.12xlarge", { num_gpus: 4, photon_worker_capable: false, is_graviton: false }],
    ["r4.large", { is_deprecated: true, memory_mb: 15_616 }],
    ["d3.xlarge", { node_instance_type: { local_disks: 3, local_nvme_disks: 0 } }],
  ])("have %s", (id, facts) => {
    expect(nodeType(id)).toMatchObject(facts);
  });

  it.each([
    ["a local disk and 8 cores", (t) => t.node_instance_type.local_disks > 0 && t.num_cores >= 8],
    ["a GPU", (t) => t.num_gpus > 0 && !t.is_deprecated],
    ["Photon on Graviton", (t) => t.photon_driver_capable && t.is_graviton],
    ["a terabyte of memory", (t) => t.memory_mb >= 1024 * 1024],
  ] as [string, (type: (typeof NODE_TYPES)[number]) => boolean][])("offer %s", (_name, wanted) => {
    expect(NODE_TYPES.some(wanted)).toBe(true);
  });
});

describe("runtimes", () => {
  const latest = (...parts: ((v: (typeof SPARK_VERSIONS)[number]) => boolean)[]): string =>
    SPARK_VERSIONS.find((version) => parts.every((part) => part(version)))?.key ?? "";
  const key = (text: string) => (v: { key: string }) => v.key.includes(text);
  const name = (text: string) => (v: { name: string }) => v.name.includes(text);
  const scala = key("-scala2.12");

  it.each([
    ["LTS", latest(scala, name("LTS")), "16.4.x-scala2.12"],
    ["ML", latest(scala, key("-ml-"), name("LTS")), "16.4.x-cpu-ml-scala2.12"],
    ["GPU", latest(scala, key("-gpu-"), name("GPU")), "16.4.x-gpu-ml-scala2.12"],
    ["Photon", latest(scala, key("-photon-"), name("Photon")), "16.4.x-photon-scala2.12"],
    ["Graviton", latest(scala, key("-aarch64-")), "16.4.x-aarch64-scala2.12"],
    ["Beta", latest(name("Beta")), "18.1.x-scala2.13"],
    ["Spark 3.4", latest(scala, name("Apache Spark 3.4")), "13.3.x-scala2.12"],
    ["Genomics", latest(key("-hls-")), "7.3.x-hls-scala2.12"],
  ])("the first that is %s", (_name, found, wanted) => {
    expect(found).toBe(wanted);
    expect(isSparkVersion(found)).toBe(true);
  });

  it("are named as the platform does", () => {
    expect(SPARK_VERSIONS).toContainEqual({
      key: "15.4.x-gpu-ml-scala2.12",
      name: "15.4 LTS ML (includes Apache Spark 3.5.0, GPU, Scala 2.12)",
    });
  });

  it("may be images of one's own", () => {
    expect(isSparkVersion("custom:release__16.4.x-snapshot")).toBe(true);
    expect(isSparkVersion("custom:")).toBe(false);
  });
});
