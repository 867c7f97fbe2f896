import { desiredWorkers, type ClusterRecord } from "../engines/compute/index.js";
import type { PoolUse } from "../engines/instance-pools/index.js";

/** The machines that a cluster has, is about to have, or had last, of pools: its driver and its workers. */
export function poolUses(cluster: ClusterRecord): readonly PoolUse[] {
  const { settings, state, workers, terminated_time: releasedAt } = cluster;
  const { instance_pool_id: pool, driver_instance_pool_id: driverPool = pool } = settings;
  const takenAt = Math.max(cluster.start_time, cluster.last_state_loss_time);
  const over = state === "TERMINATED";
  // Why: a start that failed had none.
  if (over && (cluster.last_restarted_time ?? 0) < takenAt) return [];
  const pending = state === "PENDING" || state === "RESTARTING";
  const machines = pending || over ? desiredWorkers(settings) : workers;
  const use = { pending, takenAt, releasedAt };
  return [
    ...(driverPool === undefined ? [] : [{ ...use, poolId: driverPool, machines: 1 }]),
    ...(pool === undefined ? [] : [{ ...use, poolId: pool, machines }]),
  ];
}
