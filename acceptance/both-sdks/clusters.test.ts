import type { WorkspaceClient } from "databricks-sdk-ts";
import { describe, expect } from "vitest";
import { type Facts, refusal, toldByBoth } from "../support/both-sdks.js";

const soon = { pollInterval: 20 };

/** What the clusters of the story are made of. */
interface Choice {
  readonly version: string;
  readonly nodeType: string;
}

async function twin(w: WorkspaceClient): Promise<Facts> {
  const choice = {
    version: await w.clusters.selectSparkVersion({ longTermSupport: true }),
    nodeType: await w.clusters.selectNodeType({ localDisk: true, minCores: 8 }),
  };
  const { policy_id = "" } = await w.clusterPolicies.create({
    name: "story",
    definition: JSON.stringify({
      node_type_id: { type: "fixed", value: choice.nodeType },
      autotermination_minutes: { type: "range", maxValue: 30, defaultValue: 20 },
      "custom_tags.team": { type: "fixed", value: "story" },
    }),
  });
  const facts = {
    ...(await choosing(w, choice)),
    ...(await running(w, choice)),
    ...(await governed(w, choice, policy_id)),
    ...(await pooled(w, choice)),
  };
  await w.clusterPolicies.delete({ policy_id });
  return { ...facts, no_policy: await refusal(w.clusterPolicies.get({ policy_id })) };
}

async function choosing({ clusters }: WorkspaceClient, choice: Choice): Promise<Facts> {
  const { node_types = [] } = await clusters.listNodeTypes();
  const chosen = node_types.find(({ node_type_id }) => node_type_id === choice.nodeType);
  return {
    chosen: [
      choice.version,
      await clusters.selectSparkVersion({ ml: true }),
      choice.nodeType,
      await clusters.selectNodeType({ minMemoryGb: 100, photonWorkerCapable: true }),
    ],
    cores: (chosen?.num_cores ?? 0) >= 8,
  };
}

async function running({ clusters }: WorkspaceClient, choice: Choice): Promise<Facts> {
  const request = {
    cluster_name: "story",
    spark_version: choice.version,
    node_type_id: choice.nodeType,
    num_workers: 1,
    autotermination_minutes: 15,
  };
  const { cluster_id = "" } = await clusters.createAndWait(request, soon);
  await clusters.deleteAndWait({ cluster_id }, soon);
  const states: unknown[] = [];
  for (let n = 0; n < 2; n += 1) {
    states.push((await clusters.get({ cluster_id })).state);
    await clusters.ensureClusterIsRunning(cluster_id, soon);
  }
  return { states: [...states, (await clusters.get({ cluster_id })).state] };
}

async function governed(
  { clusters }: WorkspaceClient,
  { version, nodeType }: Choice,
  policy_id: string,
): Promise<Facts> {
  const request = { policy_id, spark_version: version, num_workers: 1 };
  const small = await clusters.selectNodeType({ localDisk: true });
  const created = await clusters.create({
    ...request,
    cluster_name: "obeying",
    node_type_id: nodeType,
    apply_policy_default_values: true,
  });
  const obeying = await clusters.get({ cluster_id: created.response.cluster_id ?? "" });
  return {
    other_type: await refusal(
      clusters.create({ ...request, node_type_id: small, autotermination_minutes: 20 }),
    ),
    too_long: await refusal(
      clusters.create({ ...request, node_type_id: nodeType, autotermination_minutes: 60 }),
    ),
    filled_in: [obeying.autotermination_minutes, obeying.custom_tags],
    default_values: [
      obeying.spec?.apply_policy_default_values,
      "apply_policy_default_values" in obeying,
    ],
  };
}

async function pooled(w: WorkspaceClient, { version, nodeType }: Choice): Promise<Facts> {
  const { clusters, instancePools } = w;
  const { instance_pool_id = "" } = await instancePools.create({
    instance_pool_name: "story",
    node_type_id: nodeType,
    min_idle_instances: 1,
    max_capacity: 3,
  });
  const stats = async (): Promise<number[]> => {
    const found = (await instancePools.get({ instance_pool_id })).stats ?? {};
    const {
      used_count = 0,
      pending_used_count = 0,
      idle_count = 0,
      pending_idle_count = 0,
    } = found;
    return [used_count + pending_used_count, idle_count + pending_idle_count];
  };
  const create = async (cluster_name: string): Promise<string> => {
    const request = { cluster_name, spark_version: version, num_workers: 1, instance_pool_id };
    const { response } = await clusters.create({ ...request, autotermination_minutes: 15 });
    return response.cluster_id ?? "";
  };
  const pool_before = await stats();
  const onPool = await create("on a pool");
  const pool_used = await stats();
  const { node_type_id } = await clusters.get({ cluster_id: onPool });
  await clusters.permanentDelete({ cluster_id: onPool });
  const pool_after = await stats();
  const inUse = await create("in use");
  await instancePools.delete({ instance_pool_id });
  const no_pool = await refusal(instancePools.get({ instance_pool_id }));
  const goes_on = (await clusters.get({ cluster_id: inUse })).instance_pool_id === instance_pool_id;
  const pool_type = node_type_id === nodeType;
  return { pool_before, pool_used, pool_type, pool_after, no_pool, goes_on };
}

describe.concurrent("clusters, policies and pools", () => {
  toldByBoth("as told by", {
    program: "clusters.py",
    twin,
    facts: {
      chosen: ["16.4.x-scala2.12", "16.4.x-cpu-ml-scala2.12", "c5d.2xlarge", "i3.4xlarge"],
      cores: true,
      states: ["TERMINATED", "RUNNING", "RUNNING"],
      other_type: expect.stringMatching(
        /^InvalidParameterValue INVALID_PARAMETER_VALUE: .*node_type_id/,
      ),
      too_long: expect.stringMatching(
        /^InvalidParameterValue INVALID_PARAMETER_VALUE: .*autotermination_minutes/,
      ),
      filled_in: [20, { team: "story" }],
      default_values: [true, false],
      pool_before: [0, 1],
      pool_used: [2, 1],
      pool_type: true,
      pool_after: [0, 1],
      no_pool: expect.stringMatching(/^ResourceDoesNotExist RESOURCE_DOES_NOT_EXIST: /),
      goes_on: true,
      no_policy: expect.stringMatching(/^ResourceDoesNotExist RESOURCE_DOES_NOT_EXIST: /),
    },
  });
});
