import { desiredWorkers, type ClusterRecord } from "../engines/compute/index.js";
import type { PoolUse } from "../engines/instance-pools/index.js";

/** The machines that a cluster has, or is about to have, of pools: its driver and its workers. */
export function poolUses({ settings, state, workers }: ClusterRecord): readonly PoolUse[] {
  if (state === "TERMINATED") return [];
  const { instance_pool_id: pool, driver_instance_pool_id: driverPool = pool } = settings;
  const pending = state === "PENDING" || state === "RESTARTING";
  const machines = pending ? desiredWorkers(settings) : workers;
  return [
    ...(driverPool === undefined ? [] : [{ poolId: driverPool, machines: 1, pending }]),
    ...(pool === undefined ? [] : [{ poolId: pool, machines, pending }]),
  ];
}
