import { WorkspaceError } from "../../errors/index.js";
import type { ClusterRecord, ClusterState } from "./cluster-record.js";

const DAY = 86_400_000;
/** After how many days a terminated cluster is out of reach, unless it is pinned. */
const KEPT_DAYS = 30;

/** Throws `INVALID_STATE` unless the cluster is in one of those states. */
export function expectState(record: ClusterRecord, states: readonly ClusterState[]): void {
  if (states.includes(record.state)) return;
  const name = record.state.charAt(0) + record.state.slice(1).toLowerCase();
  throw new WorkspaceError(
    "INVALID_STATE",
    `Cluster ${record.cluster_id} is in unexpected state ${name}.`,
  );
}

/** Throws `INVALID_STATE` when the cluster was terminated too long ago. */
export function expectReachable(record: ClusterRecord, now: number): void {
  if (!isForgotten(record, now)) return;
  throw new WorkspaceError(
    "INVALID_STATE",
    `Cannot access cluster ${record.cluster_id} that was terminated or unpinned more than ` +
      `${KEPT_DAYS} days ago.`,
  );
}

/** Whether the cluster was terminated too long ago to be reached. */
export function isForgotten(record: ClusterRecord, now: number): boolean {
  if (record.terminated_time === undefined || record.pinned) return false;
  const since = Math.max(record.terminated_time, record.unpinned_time ?? 0);
  return since + KEPT_DAYS * DAY < now;
}
