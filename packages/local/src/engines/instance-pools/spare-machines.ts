import type { PoolUse } from "./pool-use.js";

interface Move {
  readonly at: number;
  /** How many machines came back to the pool; below zero: left it. */
  readonly machines: number;
}

/**
 * How many machines, which clusters gave back to a pool, are idle in it still: no cluster has taken
 * them since, and they have not been idle for as long as they may be.
 *
 * @param uses of this pool
 * @param longest milliseconds for which a machine may be idle
 */
export function spareMachines(uses: readonly PoolUse[], longest: number, now: number): number {
  let cameAt: number[] = [];
  const dropOld = (at: number): void => {
    cameAt = cameAt.filter((time) => time + longest > at);
  };
  for (const { at, machines } of uses.flatMap(movesOf).toSorted((a, b) => a.at - b.at)) {
    dropOld(at);
    if (machines < 0) cameAt.splice(0, -machines);
    else cameAt.push(...Array.from({ length: machines }, () => at));
  }
  dropOld(now);
  return cameAt.length;
}

function movesOf({ machines, takenAt, releasedAt }: PoolUse): Move[] {
  const taken = { at: takenAt, machines: -machines };
  return releasedAt === undefined ? [taken] : [taken, { at: releasedAt, machines }];
}
