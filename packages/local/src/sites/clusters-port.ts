import type { ControlledClock } from "../clock/index.js";
import type { ClusterEngine, ClusterState } from "../engines/compute/index.js";
import { WorkspaceError } from "../errors/index.js";
import type { ClustersPort } from "../engines/jobs/index.js";

/**
 * The clusters of a workspace as job runs see them: made, started, waited for and ended.
 *
 * @param check throws unless a user has that level on a cluster
 */
export function clustersPort(
  clusters: ClusterEngine,
  clock: Pick<ControlledClock, "beginRead">,
  check: (id: string, level: string, userName: string) => void,
): ClustersPort {
  const whenRunning = (id: string): Promise<boolean> => {
    // Why: the run waits for the cluster, so that nobody else needs to see it start.
    clock.beginRead()(id);
    return isRunning(clusters, id);
  };
  return {
    ensureJobCluster: async (spec, name, user) => {
      const id = clusters.createJobCluster({ spec, user, runName: name });
      if (await whenRunning(id)) return id;
      throw new WorkspaceError("INVALID_STATE", `Cluster ${id} ended before it was running`);
    },
    isUsable: async (id, user) => {
      const state = clusters.state(id);
      if (state === undefined) return false;
      check(id, state === "TERMINATED" ? "CAN_RESTART" : "CAN_ATTACH_TO", user);
      clusters.ensureStarted(id, user);
      return whenRunning(id);
    },
    release: (id) => clusters.terminate(id, { code: "JOB_FINISHED", type: "SUCCESS" }),
  };
}

/** Waits until a cluster runs, or is terminated instead. */
function isRunning(clusters: ClusterEngine, id: string): Promise<boolean> {
  return new Promise((resolve) => {
    const settle = (state: ClusterState | undefined): boolean => {
      const running = state === "RUNNING" || state === "RESIZING";
      const over = running || state === "TERMINATED" || state === undefined;
      if (over) resolve(running);
      return over;
    };
    if (settle(clusters.state(id))) return;
    const stop = clusters.watch((changed, state) => {
      if (changed === id && settle(state)) stop();
    });
  });
}
