import type { GetClusterComplianceResponse } from "databricks-sdk-ts/compute";
import type { Handlers } from "../contract/index.js";
import type { Compliance, ComplianceEngine } from "../engines/cluster-policies/index.js";

/** Serves `compute.PolicyComplianceForClustersAPI`. */
export function policyComplianceHandlers(
  engine: ComplianceEngine,
): Handlers["compute.PolicyComplianceForClustersAPI"] {
  return {
    getCompliance: ({ cluster_id: id }) => toWire(engine.get(id)),
    listCompliance: ({ policy_id, page_size, page_token }) => {
      const { clusters, ...tokens } = engine.list(policy_id, page_size, page_token);
      return {
        clusters: clusters.map(({ cluster_id, ...rest }) => ({ cluster_id, ...toWire(rest) })),
        ...tokens,
      };
    },
    enforceCompliance: (request, { principal }) => {
      const { changes, ...enforced } = engine.enforce(request, principal.userName);
      return { ...enforced, changes: [...changes] };
    },
    cancelPendingClusterEnforcement: ({ cluster_id: id, allow_missing }) => {
      engine.cancel(id, allow_missing ?? false);
      return {};
    },
  };
}

function toWire({
  pending_enforcement: pending,
  ...rest
}: Compliance): GetClusterComplianceResponse {
  if (!pending) return rest;
  const { target_changes, ...others } = pending;
  return { ...rest, pending_enforcement: { ...others, target_changes: [...target_changes] } };
}
