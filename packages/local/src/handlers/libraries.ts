import type * as wire from "databricks-sdk-ts/compute";
import type { Handlers } from "../contract/index.js";
import type { ClusterLibraries, LibraryEngine } from "../engines/libraries/index.js";

/** Serves `compute.LibrariesAPI`, without base environments. */
export function librariesHandlers(
  engine: LibraryEngine,
): Partial<Handlers["compute.LibrariesAPI"]> {
  return {
    install: ({ cluster_id, libraries }) => engine.install(cluster_id, libraries),
    uninstall: ({ cluster_id, libraries }) => engine.uninstall(cluster_id, libraries),
    clusterStatus: ({ cluster_id }) => statusesToWire(engine.status(cluster_id)),
    allClusterStatuses: () => ({ statuses: engine.statuses().map(statusesToWire) }),
  };
}

function statusesToWire({ clusterId, libraries }: ClusterLibraries): wire.ClusterLibraryStatuses {
  return {
    cluster_id: clusterId,
    library_statuses: libraries.map(({ library, status, messages }) => ({
      library: library as wire.Library,
      status,
      ...(messages.length > 0 && { messages: [...messages] }),
      is_library_for_all_clusters: false,
    })),
  };
}
