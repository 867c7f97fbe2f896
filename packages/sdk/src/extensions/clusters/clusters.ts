import type { CallOptions } from "../../api-client/index.js";
import { InvalidState, requireName, requireOptions } from "../../errors/index.js";
import { ClustersAPI } from "../../services/compute/index.gen.js";
import type { ClusterDetails } from "../../services/compute/index.gen.js";
import type { WaitOptions, Waiting } from "../../waiting/index.js";
import { nodeTypeOptions, selectNodeType } from "./select-node-type.js";
import type { SelectNodeTypeOptions } from "./select-node-type.js";
import { selectSparkVersion, sparkVersionOptions } from "./select-spark-version.js";
import type { SelectSparkVersionOptions } from "./select-spark-version.js";

/** {@link ClustersAPI} with help to choose what a cluster is made of, and to have one running. */
export class Clusters extends ClustersAPI {
  /**
   * The key of the runtime version that fits, the latest of several unless told otherwise.
   * Throws a {@link DatabricksError} when none does, and an {@link InvalidRequestError} for an option
   * that does not exist.
   */
  async selectSparkVersion(
    query: SelectSparkVersionOptions = {},
    options?: CallOptions,
  ): Promise<string> {
    requireOptions("clusters.selectSparkVersion", query, sparkVersionOptions);
    const { versions = [] } = await this.sparkVersions(options);
    return selectSparkVersion(versions, query);
  }

  /**
   * The id of the smallest node type that fits.
   * Throws a {@link DatabricksError} when none does, and an {@link InvalidRequestError} for an option
   * that does not exist.
   */
  async selectNodeType(query: SelectNodeTypeOptions = {}, options?: CallOptions): Promise<string> {
    requireOptions("clusters.selectNodeType", query, nodeTypeOptions);
    const { node_types = [] } = await this.listNodeTypes(options);
    return selectNodeType(node_types, query);
  }

  /**
   * Waits until a cluster runs, starting it where it is needed, again if it stops on the way.
   * Default limit: 20 minutes in all.
   * Throws an {@link OperationFailed} when its state is `ERROR` or `UNKNOWN`.
   */
  async ensureClusterIsRunning(
    cluster_id: string,
    options?: WaitOptions<ClusterDetails>,
  ): Promise<ClusterDetails> {
    requireName("clusters.ensureClusterIsRunning", "cluster_id", cluster_id);
    const waiter = this.api.waiter(untilRunning, undefined, async (pollOptions) => {
      const cluster = await this.get({ cluster_id }, pollOptions);
      if (cluster.state === "TERMINATED") await this.#startIfStopped(cluster_id, pollOptions);
      return cluster;
    });
    return waiter.result(options);
  }

  /** Somebody else may have started it meanwhile, which is just as well. */
  async #startIfStopped(cluster_id: string, options: CallOptions): Promise<void> {
    try {
      await this.start({ cluster_id }, options);
    } catch (error) {
      if (!(error instanceof InvalidState)) throw error;
    }
  }
}

const untilRunning: Waiting = {
  status: ["state"],
  message: ["state_message"],
  success: ["RUNNING"],
  failure: ["ERROR", "UNKNOWN"],
  minutes: 20,
};
