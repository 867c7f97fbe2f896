import { describe, expect, it } from "vitest";
import type { ClusterSpec } from "./index.js";
import { clusterWorld, failure, SPEC, USER } from "./testing/cluster-world.js";

describe("specs that are refused", () => {
  const single = { "spark.databricks.cluster.profile": "singleNode" };
  const master = { "spark.master": "local[*]" };
  const many = (count: number): Record<string, string> =>
    Object.fromEntries(Array.from({ length: count }, (_, index) => [`k${index}`, "v"]));
  const table: [string, Partial<Record<keyof ClusterSpec, unknown>>, string][] = [
    ["no runtime", { spark_version: "" }, "Missing required field 'spark_version'"],
    [
      "unknown runtime",
      { spark_version: "99.9.x-scala2.12" },
      "Invalid spark version 99.9.x-scala2.12: it is not among those of clusters/spark-versions.",
    ],
    ["no node type", { node_type_id: undefined }, "Missing required field 'node_type_id'"],
    [
      "unknown node type",
      { node_type_id: "m99.large" },
      "Node type m99.large is not supported: it is not among those of clusters/list-node-types.",
    ],
    [
      "unknown driver",
      { driver_node_type_id: "m99.large" },
      "Node type m99.large is not supported: it is not among those of clusters/list-node-types.",
    ],
    ["no size", { num_workers: undefined }, "Missing required field: size"],
    [
      "fewer than none",
      { num_workers: -1 },
      "Invalid num_workers -1: it must be a whole number of at least 0.",
    ],
    ["half a range", { autoscale: { max_workers: 2 } }, "'autoscale.min_workers'"],
    ["other half", { autoscale: { min_workers: 2 } }, "'autoscale.max_workers'"],
    [
      "range below zero",
      { autoscale: { min_workers: -1, max_workers: 2 } },
      "Invalid autoscale.min_workers -1: it must be a whole number of at least 0.",
    ],
    [
      "range to nothing",
      { autoscale: { min_workers: 0, max_workers: 0 } },
      "Invalid autoscale.max_workers 0: it must be a whole number of at least 1.",
    ],
    [
      "range upside down",
      { autoscale: { min_workers: 3, max_workers: 2 } },
      "Invalid autoscale: min_workers 3 must not be greater than max_workers 2.",
    ],
    [
      "too soon idle",
      { autotermination_minutes: 9 },
      "Invalid autotermination_minutes 9: it must be 0 (never) or between 10 and 10000.",
    ],
    ["too late idle", { autotermination_minutes: 10_001 }, "autotermination_minutes 10001"],
    ["workers of a single node", { spark_conf: { ...single, ...master } }, "has no workers"],
    ["single node elsewhere", { num_workers: 0, spark_conf: single }, '"spark.master"'],
    [
      "single node untagged",
      { num_workers: 0, spark_conf: { ...single, ...master } },
      '"ResourceClass": "SingleNode"',
    ],
    ["is_single_node alone", { is_single_node: true }, "kind CLASSIC_PREVIEW"],
    ["use_ml_runtime alone", { use_ml_runtime: true }, "kind CLASSIC_PREVIEW"],
    ["too many tags", { custom_tags: many(46) }, "Too many custom_tags: 46"],
    ["empty tag", { custom_tags: { "": "v" } }, "1 to 127 characters"],
    ["long tag", { custom_tags: { k: "v".repeat(256) } }, "Invalid custom_tags.k"],
    ["image of nothing", { docker_image: {} }, "Missing required field 'docker_image.url'"],
    ["too many keys", { ssh_public_keys: Array(11).fill("k") }, "Too many ssh_public_keys"],
    [
      "too many scripts",
      { init_scripts: Array.from({ length: 11 }, () => ({})) },
      "Too many init_scripts",
    ],
    ["script of nowhere", { init_scripts: [{}] }, "init_scripts[0] must name one of abfss"],
  ];

  it.each(table)("%s", (_name, change, text) => {
    const { engine } = clusterWorld();
    const spec = { ...SPEC, ...change } as ClusterSpec;
    expect(failure(() => engine.create(spec, USER))).toContain("INVALID_PARAMETER_VALUE: ");
    expect(failure(() => engine.create(spec, USER))).toContain(text);
    expect(engine.list().clusters).toEqual([]);
  });

  it("name the caller as the cause of what is missing", () => {
    const { engine } = clusterWorld();
    const { node_type_id: _node, ...rest } = SPEC;
    expect(() => engine.create(rest, USER)).toThrow(
      expect.objectContaining({
        info: expect.objectContaining({ reason: "CM_API_ERROR_SOURCE_CALLER_ERROR" }) as unknown,
      }),
    );
  });

  it("refer to what is not there", () => {
    const { engine } = clusterWorld();
    const create = (spec: ClusterSpec) => failure(() => engine.create(spec, USER));
    expect(create({ ...SPEC, policy_id: "A1" })).toBe(
      "RESOURCE_DOES_NOT_EXIST: Can't find a cluster policy with id: A1.",
    );
    expect(create({ ...SPEC, instance_pool_id: "p1" })).toBe(
      "RESOURCE_DOES_NOT_EXIST: Can't find an instance pool with id: p1.",
    );
    expect(
      failure(() => engine.create({ ...SPEC, clone_from: { source_cluster_id: "x" } }, USER)),
    ).toBe("INVALID_PARAMETER_VALUE: Cluster x does not exist");
  });
});

describe("defaults", () => {
  const details = (spec: ClusterSpec): object => {
    const { engine } = clusterWorld();
    return engine.get(engine.create(spec, USER).cluster_id);
  };

  it("fill in what was left open, and leave the spec as it was", () => {
    expect(details({ ...SPEC, apply_policy_default_values: true })).toMatchObject({
      ...SPEC,
      autotermination_minutes: 0,
      driver_node_type_id: "m5d.large",
      enable_elastic_disk: false,
      enable_local_disk_encryption: false,
      cluster_source: "API",
      creator_user_name: USER,
      aws_attributes: {
        availability: "SPOT_WITH_FALLBACK",
        first_on_demand: 1,
        spot_bid_price_percent: 100,
        zone_id: "us-west-2a",
      },
      default_tags: { Vendor: "Databricks", Creator: USER, ClusterName: "etl" },
      spec: { ...SPEC, apply_policy_default_values: true },
    });
    expect(details({ ...SPEC, apply_policy_default_values: true })).not.toHaveProperty(
      "apply_policy_default_values",
    );
  });

  it("leave what was given", () => {
    const aws_attributes = { availability: "ON_DEMAND", instance_profile_arn: "arn" };
    expect(details({ ...SPEC, driver_node_type_id: "i3.xlarge", aws_attributes })).toMatchObject({
      driver_node_type_id: "i3.xlarge",
      aws_attributes: { ...aws_attributes, first_on_demand: 1 },
    });
  });

  it("name the user of a cluster for one", () => {
    expect(details({ ...SPEC, data_security_mode: "SINGLE_USER" })).toMatchObject({
      single_user_name: USER,
    });
    expect(details({ ...SPEC, data_security_mode: "USER_ISOLATION" })).not.toHaveProperty(
      "single_user_name",
    );
  });

  it("know Photon by the runtime", () => {
    expect(details({ ...SPEC, spark_version: "16.4.x-photon-scala2.12" })).toMatchObject({
      runtime_engine: "PHOTON",
    });
    expect(details(SPEC)).not.toHaveProperty("runtime_engine");
  });

  it("make a single node of what is one", () => {
    const { num_workers: _workers, ...rest } = SPEC;
    const spec = { ...rest, kind: "CLASSIC_PREVIEW", is_single_node: true };
    expect(details(spec)).toMatchObject({
      num_workers: 0,
      spark_conf: { "spark.databricks.cluster.profile": "singleNode" },
      custom_tags: { ResourceClass: "SingleNode" },
    });
  });

  it("take autoscale where a read was sent back with both sizes", () => {
    const autoscale = { min_workers: 1, max_workers: 4 };
    expect(details({ ...SPEC, autoscale })).toMatchObject({ autoscale });
    expect(details({ ...SPEC, autoscale })).not.toHaveProperty("num_workers");
  });
});

describe("policies and pools", () => {
  it("have their say before the check", () => {
    const { engine } = clusterWorld({
      policies: {
        apply: (id, spec) =>
          id === "P"
            ? { autotermination_minutes: 20, node_type_id: "i3.xlarge", ...spec }
            : undefined,
      },
      pools: { nodeType: (id) => (id === "pool" ? "r5d.xlarge" : undefined) },
    });
    const { node_type_id: _node, ...rest } = SPEC;
    const byPolicy = engine.create({ ...rest, policy_id: "P" }, USER).cluster_id;
    expect(engine.get(byPolicy)).toMatchObject({
      node_type_id: "i3.xlarge",
      autotermination_minutes: 20,
      spec: { ...rest, policy_id: "P" },
    });
    const byPool = engine.create({ ...rest, instance_pool_id: "pool" }, USER).cluster_id;
    expect(engine.get(byPool)).toMatchObject({
      node_type_id: "r5d.xlarge",
      driver_node_type_id: "r5d.xlarge",
    });
    const driverOnly = { ...SPEC, driver_instance_pool_id: "pool" };
    expect(engine.get(engine.create(driverOnly, USER).cluster_id)).toMatchObject({
      node_type_id: "m5d.large",
      driver_node_type_id: "r5d.xlarge",
    });
  });
});
