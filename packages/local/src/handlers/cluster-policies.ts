import type { Policy } from "databricks-sdk-ts/compute";
import type { Handlers } from "../contract/index.js";
import type {
  ClusterPolicyEngine,
  PolicySettings,
  Policy as KeptPolicy,
} from "../engines/cluster-policies/index.js";

/** Serves `compute.ClusterPoliciesAPI`, without permissions. */
export function clusterPoliciesHandlers(
  engine: ClusterPolicyEngine,
): Partial<Handlers["compute.ClusterPoliciesAPI"]> {
  return {
    create: (request, { principal }) => engine.create(settingsOf(request), principal.userName),
    get: ({ policy_id: id }) => toWire(engine.get(id)),
    list: (query) => {
      const policies = engine.list(query).map(toWire);
      return { policies, total_count: policies.length };
    },
    edit: ({ policy_id: id, ...request }) => engine.edit(id, settingsOf(request)),
    delete: ({ policy_id: id }) => engine.delete(id),
  };
}

interface WireSettings extends Omit<PolicySettings, "max_clusters_per_user"> {
  readonly max_clusters_per_user?: bigint | number | undefined;
}

function settingsOf({ max_clusters_per_user: most, ...settings }: WireSettings): PolicySettings {
  return most === undefined ? settings : { ...settings, max_clusters_per_user: Number(most) };
}

/** Why the cast: what callers sent was held against the contract, and is given back as it came. */
function toWire(policy: KeptPolicy): Policy {
  return policy as Policy;
}
