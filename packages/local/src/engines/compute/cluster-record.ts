import type { ClusterSpec } from "./cluster-spec.js";
import { clusterId } from "./ids.js";

/** The states of a cluster. */
export type ClusterState =
  | "PENDING"
  | "RESIZING"
  | "RESTARTING"
  | "RUNNING"
  | "TERMINATED"
  | "TERMINATING";

/** Where a cluster comes from. */
export type ClusterSource = "API" | "JOB";

/** Why a cluster was terminated. */
export interface TerminationReason {
  /** E.g. `USER_REQUEST`, `INACTIVITY`, `JOB_FINISHED`, `CLOUD_PROVIDER_LAUNCH_FAILURE`. */
  readonly code: string;
  readonly type: "CLIENT_ERROR" | "CLOUD_FAILURE" | "SERVICE_FAULT" | "SUCCESS";
  readonly parameters?: Readonly<Record<string, string>>;
}

/** A change of state that is under way. */
export interface PendingStep {
  readonly to: "RUNNING" | "TERMINATED";
  /** Milliseconds since the Unix epoch, by the workspace's clock. */
  readonly at: number;
}

/** What is kept of a cluster. */
export interface ClusterRecord {
  readonly cluster_id: string;
  readonly source: ClusterSource;
  readonly creator_user_name: string;
  /** As it was asked for. */
  readonly spec: ClusterSpec;
  /** With all defaults. */
  readonly settings: ClusterSpec;
  /** Tags of the platform beside the usual ones, e.g. those of a job run. */
  readonly platform_tags: Readonly<Record<string, string>>;
  readonly state: ClusterState;
  readonly state_message: string;
  readonly next?: PendingStep | undefined;
  /** The workers that it has at present. */
  readonly workers: number;
  readonly start_time: number;
  readonly last_restarted_time?: number;
  readonly last_state_loss_time: number;
  readonly terminated_time?: number | undefined;
  readonly termination_reason?: TerminationReason | undefined;
  readonly spark_context_id?: number | undefined;
  /** Since when nothing used it; auto-termination counts from here. */
  readonly idle_since?: number | undefined;
  readonly pinned: boolean;
  readonly unpinned_time?: number;
}

/** The record of a cluster that nothing has happened to yet. */
export function newCluster(from: {
  readonly spec: ClusterSpec;
  readonly settings: ClusterSpec;
  readonly user: string;
  readonly source: ClusterSource;
  readonly tags: Readonly<Record<string, string>>;
  readonly now: number;
}): ClusterRecord {
  return {
    cluster_id: clusterId(from.now),
    source: from.source,
    creator_user_name: from.user,
    spec: from.spec,
    settings: from.settings,
    platform_tags: from.tags,
    state: "PENDING",
    state_message: "",
    workers: 0,
    start_time: from.now,
    last_state_loss_time: 0,
    pinned: false,
  };
}
