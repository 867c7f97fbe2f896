/** How many machines of a pool one cluster has, is about to have, or had last. */
export interface PoolUse {
  readonly poolId: string;
  readonly machines: number;
  /** Whether they are still being started. */
  readonly pending: boolean;
  /** Since when; milliseconds since the Unix epoch. */
  readonly takenAt: number;
  /** When it gave them back. Undefined: it has them. */
  readonly releasedAt?: number | undefined;
}

/** Why a pool has no machines for a cluster, as a code of its termination reason. */
export type PoolShortage = "INSTANCE_POOL_MAX_CAPACITY_REACHED" | "INSTANCE_POOL_NOT_FOUND";
