import type { ClustersPort } from "./ports.js";
import type { RunRecord } from "./run-records.js";
import type { NewCluster, TaskDefinition } from "./settings.js";

/** What a task runs on. */
export interface TaskCompute {
  /** Undefined: an environment without a cluster. */
  readonly clusterId: string | undefined;
  /** Variables that the cluster's definition sets. */
  readonly variables: Readonly<Record<string, string>>;
}

/** A cluster cannot be used; the message says why. */
export class ClusterProblem extends Error {}

/** The clusters of one run: those that tasks share, and those that one task has for itself. */
export class RunClusters {
  readonly #port: ClustersPort;
  readonly #name: string;
  readonly #userName: string;
  readonly #specs: ReadonlyMap<string, NewCluster>;
  readonly #shared = new Map<string, Promise<string>>();

  constructor(port: ClustersPort, run: RunRecord) {
    this.#port = port;
    this.#name = `job-${run.job_id}-run-${run.run_id}`;
    this.#userName = run.run_as_user_name;
    this.#specs = new Map(
      run.job_clusters?.map(({ job_cluster_key: key, new_cluster: spec = {} }) => [key, spec]),
    );
  }

  /**
   * Waits for the cluster that a task asks for and works on it. A cluster that the task has for
   * itself is released afterwards, also when nobody waits for the result any more.
   *
   * @throws {ClusterProblem}
   */
  async use<T>(task: TaskDefinition, work: (compute: TaskCompute) => Promise<T>): Promise<T> {
    const { existing_cluster_id: existing, job_cluster_key: key, new_cluster: own } = task;
    if (existing !== undefined) {
      await this.#checkUsable(existing);
      return work({ clusterId: existing, variables: {} });
    }
    if (key !== undefined) {
      const spec = this.#specs.get(key) ?? {};
      return work({ clusterId: await this.#sharedCluster(key, spec), variables: variables(spec) });
    }
    if (!own) return work({ clusterId: undefined, variables: {} });
    const clusterId = await this.#make(own, task.task_key);
    try {
      return await work({ clusterId, variables: variables(own) });
    } finally {
      await this.#release(clusterId);
    }
  }

  /** Releases what tasks shared. */
  async releaseShared(): Promise<void> {
    const made = await Promise.allSettled(this.#shared.values());
    for (const cluster of made) {
      if (cluster.status === "fulfilled") await this.#release(cluster.value);
    }
  }

  async #checkUsable(clusterId: string): Promise<void> {
    let usable: boolean;
    try {
      usable = await this.#port.isUsable(clusterId, this.#userName);
    } catch (error) {
      throw problem(error);
    }
    if (!usable) throw new ClusterProblem(`Cluster ${clusterId} does not exist or cannot be used.`);
  }

  #sharedCluster(key: string, spec: object): Promise<string> {
    let cluster = this.#shared.get(key);
    if (!cluster) this.#shared.set(key, (cluster = this.#make(spec, key)));
    return cluster;
  }

  async #make(spec: object, key: string): Promise<string> {
    try {
      return await this.#port.ensureJobCluster(spec, `${this.#name}-${key}`, this.#userName);
    } catch (error) {
      throw problem(error);
    }
  }

  async #release(clusterId: string): Promise<void> {
    try {
      await this.#port.release(clusterId);
    } catch {
      // The run has ended as it has; a cluster that will not go cannot change that.
    }
  }
}

function variables(spec: NewCluster): Readonly<Record<string, string>> {
  return spec.spark_env_vars ?? {};
}

function problem(error: unknown): ClusterProblem {
  const reason = error instanceof Error ? error.message : String(error);
  return new ClusterProblem(`The cluster could not be started: ${reason}`);
}
