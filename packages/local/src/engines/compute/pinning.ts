import type { Clock } from "../../clock/index.js";
import { WorkspaceError } from "../../errors/index.js";
import type { Collection } from "../../state/index.js";
import type { ClusterEvents } from "./cluster-events.js";
import type { ClusterRecord } from "./cluster-record.js";
import type { ClusterLifecycle } from "./lifecycle.js";

/** What {@link Pinning} works with. */
export interface PinningOptions {
  readonly clusters: Collection<ClusterRecord>;
  readonly events: ClusterEvents;
  readonly lifecycle: ClusterLifecycle;
  readonly clock: Clock;
}

const MOST_PINNED = 100;

/** Keeps clusters within reach, however long ago they were terminated. */
export class Pinning {
  readonly #options: PinningOptions;

  constructor(options: PinningOptions) {
    this.#options = options;
  }

  /**
   * Pins a cluster, unless it is pinned.
   *
   * @throws WorkspaceError `QUOTA_EXCEEDED` when too many are pinned
   */
  pin(record: ClusterRecord, user: string): void {
    if (record.pinned) return;
    const { clusters, events, lifecycle, clock } = this.#options;
    const id = record.cluster_id;
    if (clusters.values().filter(({ pinned }) => pinned).length >= MOST_PINNED) {
      throw new WorkspaceError(
        "QUOTA_EXCEEDED",
        `Cannot pin cluster ${id}: ${MOST_PINNED} clusters are pinned already; unpin one first.`,
      );
    }
    lifecycle.save({ ...record, pinned: true });
    events.add(id, clock.now(), "PINNED", { user });
  }

  /** Ends that, and the time after which the cluster is out of reach counts from now. */
  unpin(record: ClusterRecord, user: string): void {
    if (!record.pinned) return;
    const { events, lifecycle, clock } = this.#options;
    const now = clock.now();
    lifecycle.save({ ...record, pinned: false, unpinned_time: now });
    events.add(record.cluster_id, now, "UNPINNED", { user });
  }
}
