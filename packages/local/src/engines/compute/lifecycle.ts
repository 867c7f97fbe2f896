import type { Cancel, Clock } from "../../clock/index.js";
import type { Collection, Store } from "../../state/index.js";
import type { ClusterEvents } from "./cluster-events.js";
import type { ClusterRecord, ClusterState, TerminationReason } from "./cluster-record.js";
import { desiredWorkers, sizeOf } from "./cluster-spec.js";
import { Holds, idleEnd, inactivity } from "./idling.js";
import { sparkContextId } from "./ids.js";
import { type Preparation, Preparations, type Prepared, pretend } from "./preparations.js";

/** Hears of each change of a cluster's state, after the call that made it. */
export type StateListener = (clusterId: string, state: ClusterState) => void;

/** Decides whether machines for a cluster are to be had; a reason makes its start fail. */
export type LaunchCheck = (cluster: ClusterRecord) => TerminationReason | undefined;

/** What the lifecycle works with. */
export interface LifecycleOptions {
  readonly store: Store;
  readonly clusters: Collection<ClusterRecord>;
  readonly events: ClusterEvents;
  readonly clock: Clock;
  readonly launch?: LaunchCheck;
  /** Default: init scripts are not run, and count as having succeeded. */
  readonly prepare?: Preparation;
}

/** Milliseconds of the workspace's clock until a change is done. */
const LAUNCH_TIME = 5_000;
const RESIZE_TIME = 3_000;
const TERMINATE_TIME = 2_000;

/**
 * Moves clusters from state to state. What is under way is written in each record, so that it goes
 * on when the store is opened again.
 */
export class ClusterLifecycle {
  readonly #options: LifecycleOptions;
  readonly #timers = new Map<string, Cancel>();
  readonly #listeners = new Set<StateListener>();
  readonly #holds = new Holds((clusterId) => this.touch(clusterId));
  readonly #preparations: Preparations;

  constructor(options: LifecycleOptions) {
    this.#options = options;
    this.#preparations = new Preparations(options.prepare ?? pretend);
  }

  /** Takes up what is under way in the store: once at the start, and after it was restored. */
  resume(): void {
    for (const record of this.#options.clusters.values()) this.#arm(record);
  }

  /** Calls `listener` at each change of state, until the result is called. */
  watch(listener: StateListener): Cancel {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Keeps a cluster from idling away until the result is called. */
  hold(clusterId: string): Cancel {
    return this.#holds.hold(clusterId);
  }

  /** Notes that somebody uses a cluster now. */
  touch(clusterId: string): void {
    const record = this.#options.clusters.get(clusterId);
    if (record?.idle_since === undefined) return;
    this.save({ ...record, idle_since: this.#options.clock.now() });
  }

  /** Stores a record, and sets the timer for what comes next. */
  save(record: ClusterRecord): void {
    const before = this.#options.clusters.get(record.cluster_id)?.state;
    this.#options.clusters.put(record.cluster_id, record);
    this.#preparations.keepFor(record);
    this.#arm(record);
    if (before !== record.state) this.#tell(record.cluster_id, record.state);
  }

  /** Forgets a cluster, whatever it does. */
  remove(record: ClusterRecord): void {
    this.#disarm(record.cluster_id);
    this.#preparations.stop(record.cluster_id);
    this.#options.clusters.delete(record.cluster_id);
    this.#options.events.remove(record.cluster_id);
    if (record.state !== "TERMINATED") this.#tell(record.cluster_id, "TERMINATED");
  }

  /** Begins to get machines: for a new cluster, one that was terminated, or one that restarts. */
  launch(record: ClusterRecord, event: "CREATING" | "RESTARTING" | "STARTING", user: string): void {
    const now = this.#options.clock.now();
    const restart = event === "RESTARTING";
    this.#options.store.transaction(() => {
      this.#options.events.add(record.cluster_id, now, event, {
        user,
        ...(event === "CREATING" && { cluster_size: sizeOf(record.settings) }),
      });
      this.save({
        ...record,
        state: restart ? "RESTARTING" : "PENDING",
        state_message: restart ? "Restarting Spark" : "Finding instances for new nodes",
        next: { to: "RUNNING", at: now + LAUNCH_TIME },
        workers: 0,
        spark_context_id: undefined,
        terminated_time: undefined,
        termination_reason: undefined,
        idle_since: undefined,
        ...(event !== "CREATING" && { last_state_loss_time: now }),
      });
    });
  }

  /** Begins to add or release workers, as the settings of the record now ask. */
  resize(record: ClusterRecord, previous: ClusterRecord, user: string): void {
    const now = this.#options.clock.now();
    this.#options.store.transaction(() => {
      this.#options.events.add(record.cluster_id, now, "RESIZING", {
        current_num_workers: record.workers,
        target_num_workers: desiredWorkers(record.settings),
        cluster_size: sizeOf(record.settings),
        previous_cluster_size: sizeOf(previous.settings),
        cause: "USER_REQUEST",
        user,
      });
      const next = { to: "RUNNING", at: now + RESIZE_TIME } as const;
      this.save({ ...record, state: "RESIZING", state_message: "", next, idle_since: undefined });
    });
  }

  /** Begins to release all machines. */
  terminate(record: ClusterRecord, reason: TerminationReason, message: string): void {
    const now = this.#options.clock.now();
    this.#options.store.transaction(() => {
      this.#options.events.add(record.cluster_id, now, "TERMINATING", { reason });
      this.save({
        ...record,
        state: "TERMINATING",
        state_message: message,
        termination_reason: reason,
        next: { to: "TERMINATED", at: now + TERMINATE_TIME },
        idle_since: undefined,
      });
    });
  }

  #arm(record: ClusterRecord): void {
    const { cluster_id: id, next } = record;
    const { clock } = this.#options;
    this.#disarm(id);
    const end = idleEnd(record);
    if (next) {
      this.#timers.set(
        id,
        // Nobody watches a job's own cluster, so its states need not be seen.
        clock.schedule(
          next.at - clock.now(),
          () => this.#finish(id),
          record.source === "JOB" ? undefined : id,
        ),
      );
    } else if (end !== undefined) {
      this.#timers.set(
        id,
        clock.alarm(end - clock.now(), () => this.#idleAway(id)),
      );
    }
  }

  #disarm(clusterId: string): void {
    this.#timers.get(clusterId)?.();
    this.#timers.delete(clusterId);
  }

  #finish(clusterId: string): void {
    const record = this.#options.clusters.get(clusterId);
    // Why: the store may have been cleared or restored since.
    if (!record?.next || record.next.at > this.#options.clock.now()) return;
    if (record.next.to === "TERMINATED") this.#terminated(record);
    else if (record.state === "RESIZING") this.#resized(record);
    else this.#launched(record);
  }

  #launched(record: ClusterRecord): void {
    const id = record.cluster_id;
    // Why: what changes a cluster meanwhile, such as a pin, must not begin its scripts anew.
    if (this.#preparations.has(id)) return;
    const failure = this.#options.launch?.(record);
    if (failure) return this.#fail(record, failure);
    const { clock, events } = this.#options;
    const init_scripts = { cluster: record.settings.init_scripts ?? [] };
    const begun = this.#preparations.begin(record, {
      began: () => events.add(id, clock.now(), "INIT_SCRIPTS_STARTED", { init_scripts }),
      ended: (prepared) => this.#prepared(id, prepared),
    });
    if (!begun) this.#run(record);
  }

  #prepared(clusterId: string, { initScripts, failure }: Prepared): void {
    const { clock, clusters, events, store } = this.#options;
    const record = clusters.get(clusterId);
    // Why: the store may have been cleared or restored since.
    if (!record?.next) return;
    store.transaction(() => {
      const details = { init_scripts: initScripts };
      events.add(clusterId, clock.now(), "INIT_SCRIPTS_FINISHED", details);
      if (failure) this.#fail(record, failure);
      else this.#run(record);
    });
  }

  #fail(record: ClusterRecord, reason: TerminationReason): void {
    const explained = reason.parameters?.["databricks_error_message"];
    const why = explained === undefined ? reason.code : `${reason.code}: ${explained}`;
    this.terminate(record, reason, `The cluster could not be started: ${why}`);
  }

  #run(record: ClusterRecord): void {
    const { clock, events, store } = this.#options;
    const now = clock.now();
    const workers = desiredWorkers(record.settings);
    store.transaction(() => {
      events.add(record.cluster_id, now, "DRIVER_HEALTHY");
      events.add(record.cluster_id, now, "RUNNING", {
        current_num_workers: workers,
        target_num_workers: workers,
      });
      this.save({
        ...record,
        state: "RUNNING",
        state_message: "",
        next: undefined,
        workers,
        spark_context_id: sparkContextId(),
        last_restarted_time: now,
        idle_since: now,
      });
    });
  }

  #resized(record: ClusterRecord): void {
    const { clock, events, store } = this.#options;
    const now = clock.now();
    const workers = desiredWorkers(record.settings);
    store.transaction(() => {
      if (workers > record.workers) {
        events.add(record.cluster_id, now, "UPSIZE_COMPLETED", {
          current_num_workers: workers,
          target_num_workers: workers,
        });
      }
      const running = { state: "RUNNING", state_message: "", next: undefined } as const;
      this.save({ ...record, ...running, workers, idle_since: now });
    });
  }

  #terminated(record: ClusterRecord): void {
    this.save({
      ...record,
      state: "TERMINATED",
      next: undefined,
      workers: 0,
      spark_context_id: undefined,
      terminated_time: this.#options.clock.now(),
    });
  }

  #idleAway(clusterId: string): void {
    const record = this.#options.clusters.get(clusterId);
    const end = record && idleEnd(record);
    if (!record || end === undefined) return;
    if (this.#holds.has(clusterId)) return this.touch(clusterId);
    // Why: the store may have been restored to when it was still in use.
    if (end > this.#options.clock.now()) return this.#arm(record);
    const { reason, message } = inactivity(record);
    this.terminate(record, reason, message);
  }

  #tell(clusterId: string, state: ClusterState): void {
    for (const listener of this.#listeners) {
      this.#options.clock.schedule(0, () => {
        if (this.#listeners.has(listener)) listener(clusterId, state);
      });
    }
  }
}
