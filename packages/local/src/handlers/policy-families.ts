import type { Handlers } from "../contract/index.js";
import { listPolicyFamilies, policyFamily } from "../engines/cluster-policies/index.js";

/** Serves `compute.PolicyFamiliesAPI`: the catalogue has one version. */
export function policyFamiliesHandlers(): Handlers["compute.PolicyFamiliesAPI"] {
  return {
    get: ({ policy_family_id: id }) => policyFamily(id),
    list: ({ max_results, page_token }) => {
      const size = max_results === undefined ? undefined : Number(max_results);
      const { items, next } = listPolicyFamilies(size, page_token);
      return {
        policy_families: [...items],
        ...(next !== undefined && { next_page_token: next }),
      };
    },
  };
}
