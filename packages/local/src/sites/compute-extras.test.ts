import { describe, expect, it } from "vitest";
import { manualClock } from "../clock/index.js";
import { ClusterEngine, type ClusterSpec } from "../engines/compute/index.js";
import type { IdentityEngine } from "../engines/identity/index.js";
import type { PermissionEngine } from "../engines/permissions/index.js";
import { memoryStore } from "../state/index.js";
import { computeExtras } from "./compute-extras.js";

const USER = "ada@example.com";
const SPEC: ClusterSpec = {
  spark_version: "16.4.x-scala2.12",
  node_type_id: "i3.xlarge",
  num_workers: 2,
};

function world() {
  const [store, clock] = [memoryStore(), manualClock(Date.UTC(2026, 0, 1))];
  const extras = computeExtras({
    store,
    clock,
    // Nobody is known, so that nobody's rights are asked for.
    identity: { principalByName: () => undefined } as unknown as IdentityEngine,
    clusters: () => clusters,
    permissions: () => ({}) as PermissionEngine,
  });
  const clusters: ClusterEngine = new ClusterEngine({ store, clock, ...extras.ports });
  const policy = (rules: object): string =>
    extras.policies.create({ name: "p", definition: JSON.stringify(rules) }, USER).policy_id;
  return { clock, clusters, policy, ...extras };
}

describe("the clusters of jobs", () => {
  it("obey policies, but for how long nobody uses them", () => {
    const { clusters, policy } = world();
    const policy_id = policy({
      cluster_type: { type: "fixed", value: "job" },
      autotermination_minutes: { type: "fixed", value: 60 },
      "spark_conf.a": { type: "fixed", value: "b" },
    });
    const spec = { ...SPEC, policy_id };
    const id = clusters.createJobCluster({ spec, user: USER, runName: "run" });
    expect(clusters.get(id)).toMatchObject({ autotermination_minutes: 0, spark_conf: { a: "b" } });
    expect(() => clusters.create(spec, USER)).toThrow(
      'Validation failed for cluster_type, the value must be job (is "all-purpose")',
    );
  });

  it("count in the pools that their machines are of", () => {
    const { clock, clusters, pools } = world();
    const node_type_id = "i3.xlarge";
    const { instance_pool_id } = pools.create({ instance_pool_name: "a", node_type_id }, "1");
    const driver = pools.create({ instance_pool_name: "b", node_type_id }, "1").instance_pool_id;
    const spec = { ...SPEC, instance_pool_id, driver_instance_pool_id: driver };
    const id = clusters.createJobCluster({ spec, user: USER, runName: "run" });
    const used = (): number[] =>
      pools.list().map(({ stats }) => stats.used_count + stats.pending_used_count);
    expect(used()).toEqual([2, 1]);
    clock.advance(10_000);
    expect(used()).toEqual([2, 1]);
    clusters.terminate(id, { code: "JOB_FINISHED", type: "SUCCESS" });
    clock.advance(10_000);
    expect(used()).toEqual([0, 0]);
  });
});

describe("the clusters of a pool", () => {
  const idle_instance_autotermination_minutes = 10;
  const pooled = () => {
    const { clock, clusters, pools } = world();
    const settings = { node_type_id: "i3.xlarge", idle_instance_autotermination_minutes };
    const { instance_pool_id: id } = pools.create(
      { instance_pool_name: "a", max_capacity: 4, min_idle_instances: 1, ...settings },
      "1",
    );
    const stats = (): number[] => {
      const { used_count, pending_used_count, idle_count } = pools.get(id).stats;
      return [used_count, pending_used_count, idle_count];
    };
    const start = (): string => clusters.create({ ...SPEC, instance_pool_id: id }, USER).cluster_id;
    return { clock, clusters, stats, start };
  };

  it("leave machines idle, which the next one gets", () => {
    const { clock, clusters, stats, start } = pooled();
    const id = start();
    expect(stats()).toEqual([0, 3, 0]);
    clock.advance(10_000);
    expect(stats()).toEqual([3, 0, 1]);
    clusters.delete(id, USER);
    clock.advance(10_000);
    expect(stats()).toEqual([0, 0, 3]);
    start();
    clock.advance(10_000);
    expect(stats()).toEqual([3, 0, 1]);
  });

  it("leave machines that end when they were idle for too long", () => {
    const { clock, clusters, stats, start } = pooled();
    const id = start();
    clock.advance(10_000);
    clusters.delete(id, USER);
    clock.advance(9 * 60_000);
    expect(stats()).toEqual([0, 0, 3]);
    clock.advance(2 * 60_000);
    expect(stats()).toEqual([0, 0, 1]);
  });

  it("that could not start leave none", () => {
    const { clock, clusters, stats, start } = pooled();
    start();
    clock.advance(10_000);
    const refused = start();
    clock.advance(10_000);
    expect(clusters.get(refused).termination_reason).toMatchObject({
      code: "INSTANCE_POOL_MAX_CAPACITY_REACHED",
    });
    expect(stats()).toEqual([3, 0, 1]);
  });
});
