/** How many machines of a pool one cluster has, or is about to have. */
export interface PoolUse {
  readonly poolId: string;
  readonly machines: number;
  /** Whether they are still being started. */
  readonly pending: boolean;
}

/** Why a pool has no machines for a cluster, as a code of its termination reason. */
export type PoolShortage = "INSTANCE_POOL_MAX_CAPACITY_REACHED" | "INSTANCE_POOL_NOT_FOUND";
