import type { Cancel, Clock } from "../../clock/index.js";
import { WorkspaceError } from "../../errors/index.js";
import type { Collection, Store } from "../../state/index.js";
import { detailsOf, summaryOf, type ClusterDetails } from "./cluster-details.js";
import { ClusterEvents, type EventPage, type EventQuery } from "./cluster-events.js";
import {
  newCluster,
  type ClusterRecord,
  type ClusterState,
  type TerminationReason,
} from "./cluster-record.js";
import { expectReachable, expectState, isForgotten } from "./cluster-rules.js";
import {
  attributesOf,
  pickSpec,
  sizeOf,
  type ClusterSize,
  type ClusterSpec,
} from "./cluster-spec.js";
import { JobClusters, type JobClusterRequest } from "./job-clusters.js";
import { ClusterLifecycle, type LaunchCheck, type StateListener } from "./lifecycle.js";
import { listClusters, type ClusterQuery } from "./list-clusters.js";
import { Pinning } from "./pinning.js";
import type { Preparation } from "./preparations.js";
import { SpecResolver, type PolicyPort, type PoolPort } from "./spec-resolver.js";
import { applyMask } from "./update-mask.js";
import { invalid, missing } from "./validate-spec.js";

/** What a workspace's clusters are made with. */
export interface ClusterEngineOptions {
  /** The workspace's own scope; used in it are collection `clusters` and scope `cluster-events`. */
  readonly store: Store;
  readonly clock: Clock;
  /** Where machines are. Default `us-west-2`. */
  readonly region?: string;
  /** Default: there are no policies. */
  readonly policies?: PolicyPort;
  /** Default: there are no pools. */
  readonly pools?: PoolPort;
  /** Whether machines may be given that instance profile, by its ARN. Default: any. */
  readonly isInstanceProfile?: (arn: string) => boolean;
  /** Whether there is such a user or service principal. Default: there always is. */
  readonly isPrincipal?: (name: string) => boolean;
  /** Makes starts fail. Default: all succeed. */
  readonly launch?: LaunchCheck;
  /** Runs init scripts. Default: they are not run, and count as having succeeded. */
  readonly prepare?: Preparation;
}

/** A cluster to create. */
export interface CreateClusterRequest extends ClusterSpec {
  /** The cluster whose libraries the new one gets; it must exist. */
  readonly clone_from?: { readonly source_cluster_id: string } | undefined;
}

/** The clusters of one workspace. All answers and errors are those of the REST API. */
export class ClusterEngine {
  readonly #options: ClusterEngineOptions;
  readonly #clusters: Collection<ClusterRecord>;
  readonly #events: ClusterEvents;
  readonly #lifecycle: ClusterLifecycle;
  readonly #resolver: SpecResolver;
  readonly #pinning: Pinning;
  readonly #jobClusters: JobClusters;

  constructor(options: ClusterEngineOptions) {
    const { store, clock, policies, pools, isInstanceProfile, launch, prepare } = options;
    this.#options = options;
    this.#clusters = store.collection("clusters");
    this.#events = new ClusterEvents(store);
    this.#lifecycle = new ClusterLifecycle({
      store,
      clock,
      clusters: this.#clusters,
      events: this.#events,
      ...(launch && { launch }),
      ...(prepare && { prepare }),
    });
    this.#resolver = new SpecResolver({
      zone: this.zones().default_zone,
      ...(policies && { policies }),
      ...(pools && { pools }),
      ...(isInstanceProfile && { isInstanceProfile }),
    });
    const [clusters, events, lifecycle] = [this.#clusters, this.#events, this.#lifecycle];
    this.#pinning = new Pinning({ clusters, events, lifecycle, clock });
    this.#jobClusters = new JobClusters({ resolver: this.#resolver, lifecycle, clock });
    this.#lifecycle.resume();
  }

  /** Takes up what is under way, after the store was restored from a snapshot. */
  resume(): void {
    this.#lifecycle.resume();
  }

  /** Begins to start a new cluster; names need not be unique. */
  create(request: CreateClusterRequest, user: string): { cluster_id: string } {
    if (request.clone_from) this.#require(request.clone_from.source_cluster_id);
    const spec = pickSpec(request);
    const settings = this.#resolver.resolve(spec, { creator: user, isNew: true });
    const record = newCluster({
      spec,
      settings,
      user,
      source: "API",
      tags: {},
      now: this.#options.clock.now(),
    });
    this.#lifecycle.launch(record, "CREATING", user);
    return { cluster_id: record.cluster_id };
  }

  get(id: string): ClusterDetails {
    return detailsOf(this.#require(id));
  }

  list(query: ClusterQuery = {}): {
    clusters: ClusterDetails[];
    next_page_token?: string;
    prev_page_token?: string;
  } {
    const now = this.#options.clock.now();
    const reachable = this.#clusters.values().filter((record) => !isForgotten(record, now));
    const page = listClusters(reachable, query);
    return {
      clusters: page.items.map(summaryOf),
      ...(page.next && { next_page_token: page.next }),
      ...(page.previous && { prev_page_token: page.previous }),
    };
  }

  /** Replaces the spec. A running cluster restarts with it. */
  edit(request: ClusterSpec & { readonly cluster_id: string }, user: string): void {
    this.#change(request.cluster_id, user, () => pickSpec(request));
  }

  /** Changes the fields of the spec that `mask` names. A running cluster restarts with it. */
  update(id: string, body: ClusterSpec, mask: string, user: string): void {
    const given = pickSpec(body);
    this.#change(id, user, (spec) => applyMask(spec, given, mask));
  }

  /** Gives a running cluster another size; where both are given, `autoscale` counts. */
  resize(id: string, size: ClusterSize, user: string): void {
    const record = this.#require(id);
    expectState(record, ["RUNNING"]);
    if (!size.autoscale && size.num_workers === undefined) throw missing("num_workers");
    const spec = { ...attributesOf(record.spec), ...sizeOf(size) };
    const settings = this.#resolver.resolve(spec, { creator: record.creator_user_name });
    this.#lifecycle.resize({ ...record, spec, settings }, record, user);
  }

  start(id: string, user: string): void {
    const record = this.#require(id);
    expectState(record, ["TERMINATED"]);
    this.#lifecycle.launch(record, "STARTING", user);
  }

  /** Restarts a running cluster; does nothing to one in another state. */
  restart(id: string, user: string): void {
    const record = this.#require(id);
    if (record.state === "RUNNING") this.#lifecycle.launch(record, "RESTARTING", user);
  }

  /** Terminates a cluster; does nothing to one that is, or is about to be. */
  delete(id: string, user: string): void {
    this.#require(id);
    const parameters = { username: user };
    this.terminate(
      id,
      { code: "USER_REQUEST", type: "SUCCESS", parameters },
      `Terminated by ${user}`,
    );
  }

  /** Removes a cluster, in whatever state. */
  permanentDelete(id: string): void {
    const record = this.#require(id);
    if (record.pinned) {
      throw new WorkspaceError(
        "INVALID_STATE",
        `Cluster ${id} is pinned and cannot be deleted, please unpin the cluster first.`,
      );
    }
    this.#options.store.transaction(() => this.#lifecycle.remove(record));
  }

  /** Keeps a terminated cluster within reach for ever; does nothing to one that is pinned. */
  pin(id: string, user: string): void {
    this.#pinning.pin(this.#require(id), user);
  }

  unpin(id: string, user: string): void {
    this.#pinning.unpin(this.#require(id), user);
  }

  /** Gives a terminated cluster to another user or service principal. */
  changeOwner(id: string, owner: string): void {
    const record = this.#require(id);
    expectState(record, ["TERMINATED"]);
    if (!owner) throw missing("owner_username");
    if (this.#options.isPrincipal?.(owner) === false) {
      throw new WorkspaceError("RESOURCE_DOES_NOT_EXIST", `User ${owner} does not exist.`);
    }
    const settings = this.#resolver.resolve(record.spec, { creator: owner });
    this.#lifecycle.save({ ...record, settings, creator_user_name: owner });
  }

  events(query: EventQuery): EventPage {
    this.#require(query.cluster_id);
    return this.#events.list(query);
  }

  /** Where machines can be. */
  zones(): { zones: string[]; default_zone: string } {
    const region = this.#options.region ?? "us-west-2";
    return {
      zones: ["a", "b", "c"].map((letter) => region + letter),
      default_zone: `${region}a`,
    };
  }

  /** Begins to start a cluster for a job run; whoever asked for it terminates it. */
  createJobCluster(request: JobClusterRequest): string {
    return this.#jobClusters.create(request);
  }

  /**
   * Checks the spec of a job's cluster, when the job is created.
   *
   * @throws WorkspaceError with the texts of the jobs API
   */
  checkJobSpec(spec: ClusterSpec, user: string): void {
    this.#jobClusters.check(spec, user);
  }

  /** Starts a cluster if it is terminated; for job runs and commands on it. */
  ensureStarted(id: string, user: string): void {
    const record = this.#require(id);
    if (record.state === "TERMINATED") this.#lifecycle.launch(record, "STARTING", user);
  }

  /** Terminates a cluster, if there is one of that id and it is not terminated already. */
  terminate(id: string, reason: TerminationReason, message = ""): void {
    const record = this.#clusters.get(id);
    if (!record || record.state === "TERMINATED" || record.state === "TERMINATING") return;
    this.#lifecycle.terminate(record, reason, message);
  }

  /** The state of a cluster; undefined when there is no such cluster. */
  state(id: string): ClusterState | undefined {
    return this.#clusters.get(id)?.state;
  }

  /** All clusters as they are kept, for what accounts for them: pools and policies. */
  records(): readonly ClusterRecord[] {
    return this.#clusters.values();
  }

  /** Keeps a cluster from idling away until the result is called. */
  hold(id: string): Cancel {
    return this.#lifecycle.hold(id);
  }

  /** Calls `listener` at each change of a cluster's state, until the result is called. */
  watch(listener: StateListener): Cancel {
    return this.#lifecycle.watch(listener);
  }

  #change(id: string, user: string, specOf: (spec: ClusterSpec) => ClusterSpec): void {
    const before = this.#require(id);
    if (before.source === "JOB") {
      throw invalid(`Cluster ${id} was created by a job run and cannot be edited.`);
    }
    expectState(before, ["RUNNING", "TERMINATED"]);
    const spec = specOf(before.spec);
    const settings = this.#resolver.resolve(spec, { creator: before.creator_user_name });
    const record = { ...before, spec, settings };
    this.#options.store.transaction(() => {
      this.#events.add(id, this.#options.clock.now(), "EDITED", {
        attributes: attributesOf(settings),
        previous_attributes: attributesOf(before.settings),
        cluster_size: sizeOf(settings),
        previous_cluster_size: sizeOf(before.settings),
        user,
      });
      if (record.state === "RUNNING") this.#lifecycle.launch(record, "RESTARTING", user);
      else this.#lifecycle.save(record);
    });
  }

  #require(id: string): ClusterRecord {
    const record = this.#clusters.get(id);
    if (!record) throw invalid(`Cluster ${id} does not exist`);
    expectReachable(record, this.#options.clock.now());
    return record;
  }
}
