export type { ClusterDetails } from "./cluster-details.js";
export {
  ClusterEngine,
  type ClusterEngineOptions,
  type CreateClusterRequest,
} from "./cluster-engine.js";
export type { ClusterEvent, EventPage, EventQuery } from "./cluster-events.js";
export type { ClusterRecord, ClusterState, TerminationReason } from "./cluster-record.js";
export {
  desiredWorkers,
  type Autoscale,
  type ClusterSize,
  type ClusterSpec,
} from "./cluster-spec.js";
export type { JobClusterRequest } from "./job-clusters.js";
export type { LaunchCheck, StateListener } from "./lifecycle.js";
export type { ClusterQuery } from "./list-clusters.js";
export { NODE_TYPES, nodeType, type NodeType } from "./node-types.js";
export type { Preparation, Prepared } from "./preparations.js";
export { SPARK_VERSIONS, type SparkVersion } from "./spark-versions.js";
export type { PolicyPort, PoolPort } from "./spec-resolver.js";
