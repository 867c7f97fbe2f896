import type { GetInstancePool } from "databricks-sdk-ts/compute";
import type { Handlers } from "../contract/index.js";
import type { InstancePoolDetails, InstancePoolEngine } from "../engines/instance-pools/index.js";

/** Serves `compute.InstancePoolsAPI`, without permissions. */
export function instancePoolsHandlers(
  engine: InstancePoolEngine,
): Partial<Handlers["compute.InstancePoolsAPI"]> {
  return {
    create: (request, { principal }) => engine.create(request, principal.id),
    get: ({ instance_pool_id: id }) => toWire(engine.get(id)),
    list: () => ({ instance_pools: engine.list().map(toWire) }),
    edit: (request) => engine.edit(request),
    delete: ({ instance_pool_id: id }) => engine.delete(id),
  };
}

/** Why the cast: what callers sent was held against the contract, and is given back as it came. */
function toWire(pool: InstancePoolDetails): GetInstancePool {
  return pool as GetInstancePool;
}
