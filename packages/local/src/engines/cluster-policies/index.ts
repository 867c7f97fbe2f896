export type { Spec } from "./attribute-path.js";
export {
  ClusterPolicyEngine,
  type ClusterPolicyEngineOptions,
  type PolicyUse,
} from "./cluster-policy-engine.js";
export {
  ComplianceEngine,
  type Compliance,
  type Enforced,
  type EnforceRequest,
  type GovernedCluster,
  type GovernedClusters,
} from "./compliance-engine.js";
export { listPolicyFamilies, policyFamily, type PolicyFamily } from "./policy-families.js";
export type { Policy, PolicyQuery, PolicySettings } from "./policy-record.js";
