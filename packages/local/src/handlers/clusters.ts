import type { Handlers } from "../contract/index.js";
import type { ClusterEngine } from "../engines/compute/index.js";
import { NODE_TYPES, SPARK_VERSIONS } from "../engines/compute/index.js";

type ClustersHandlers = Handlers["compute.ClustersAPI"];

/** Serves `compute.ClustersAPI`, without permissions and diagnostics. */
export function clustersHandlers(engine: ClusterEngine): Partial<ClustersHandlers> {
  return {
    create: (request, { principal }) => engine.create(request, principal.userName),
    get: ({ cluster_id }) => engine.get(cluster_id),
    list: (request) => engine.list(request),
    edit: (request, { principal }) => engine.edit(request, principal.userName),
    update: ({ cluster_id, cluster, update_mask }, { principal }) =>
      engine.update(cluster_id, cluster ?? {}, update_mask, principal.userName),
    resize: ({ cluster_id, ...size }, { principal }) =>
      engine.resize(cluster_id, size, principal.userName),
    start: ({ cluster_id }, { principal }) => engine.start(cluster_id, principal.userName),
    restart: ({ cluster_id, restart_user }, { principal }) =>
      engine.restart(cluster_id, restart_user || principal.userName),
    delete: ({ cluster_id }, { principal }) => engine.delete(cluster_id, principal.userName),
    permanentDelete: ({ cluster_id }) => engine.permanentDelete(cluster_id),
    pin: ({ cluster_id }, { principal }) => engine.pin(cluster_id, principal.userName),
    unpin: ({ cluster_id }, { principal }) => engine.unpin(cluster_id, principal.userName),
    changeOwner: ({ cluster_id, owner_username }) => engine.changeOwner(cluster_id, owner_username),
    events: ({ start_time, end_time, offset, limit, ...query }) =>
      engine.events({
        ...query,
        start_time: toNumber(start_time),
        end_time: toNumber(end_time),
        offset: toNumber(offset),
        limit: toNumber(limit),
      }),
    listNodeTypes: () => ({ node_types: [...NODE_TYPES] }),
    sparkVersions: () => ({ versions: [...SPARK_VERSIONS] }),
    listZones: () => engine.zones(),
  };
}

function toNumber(value: bigint | number | undefined): number | undefined {
  return value === undefined ? undefined : Number(value);
}
