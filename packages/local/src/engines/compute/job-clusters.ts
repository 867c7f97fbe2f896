import type { Clock } from "../../clock/index.js";
import { newCluster } from "./cluster-record.js";
import { pickSpec, type ClusterSpec } from "./cluster-spec.js";
import type { ClusterLifecycle } from "./lifecycle.js";
import type { SpecResolver } from "./spec-resolver.js";

/** A cluster of a job run. */
export interface JobClusterRequest {
  readonly spec: ClusterSpec;
  /** As whom the run goes. */
  readonly user: string;
  readonly runName: string;
  readonly jobId?: number | string;
}

/** What {@link JobClusters} works with. */
export interface JobClustersOptions {
  readonly resolver: SpecResolver;
  readonly lifecycle: ClusterLifecycle;
  readonly clock: Clock;
}

/** Where the specs of jobs stand in their requests, as error texts name it. */
const JOB_PATH = "settings.cluster_spec.new_cluster";

/** Clusters that job runs have for themselves. */
export class JobClusters {
  readonly #options: JobClustersOptions;

  constructor(options: JobClustersOptions) {
    this.#options = options;
  }

  /**
   * Checks the spec of a job's cluster, when the job is created.
   *
   * @throws WorkspaceError with the texts of the jobs API
   */
  check(spec: ClusterSpec, user: string): void {
    this.#options.resolver.resolve(pickSpec(spec), { creator: user, path: JOB_PATH });
  }

  /** Begins to start a cluster, which never idles away, and returns its id. */
  create({ spec: asked, user, runName, jobId }: JobClusterRequest): string {
    const { resolver, lifecycle, clock } = this.#options;
    this.check(asked, user);
    const spec = pickSpec(asked);
    const settings = resolver.resolve(
      { ...spec, autotermination_minutes: 0 },
      { creator: user, path: JOB_PATH, isNew: true },
    );
    const tags = { RunName: runName, ...(jobId !== undefined && { JobId: String(jobId) }) };
    const record = newCluster({ spec, settings, user, source: "JOB", tags, now: clock.now() });
    lifecycle.launch(record, "CREATING", user);
    return record.cluster_id;
  }
}
