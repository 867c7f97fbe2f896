import type { ClusterEngine } from "../engines/compute/index.js";
import type { PermissionEngine } from "../engines/permissions/index.js";
import { clusterPoliciesHandlers } from "../handlers/cluster-policies.js";
import { instancePoolsHandlers } from "../handlers/instance-pools.js";
import { instanceProfilesHandlers } from "../handlers/instance-profiles.js";
import { objectPermissionsHandlers } from "../handlers/object-permissions.js";
import { policyComplianceHandlers } from "../handlers/policy-compliance.js";
import { policyFamiliesHandlers } from "../handlers/policy-families.js";
import type { AccessRule, AccessRules } from "./access-rules.js";
import type { ComputeExtras } from "./compute-extras.js";
import type { WorkspacePart } from "./workspace-part.js";

const ADMIN: AccessRule = { admin: true };
const cluster = (level: string): AccessRule => ({ object: ["clusters", "cluster_id", level] });
const policy: AccessRule = { object: ["cluster-policies", "policy_id", "CAN_USE"] };
const pool = (level: string): AccessRule => ({
  object: ["instance-pools", "instance_pool_id", level],
});

const RULES: AccessRules = {
  "compute.ClusterPoliciesAPI": {
    create: { ...ADMIN, creates: ["cluster-policies", "policy_id"] },
    get: policy,
    list: { shows: ["policies", "cluster-policies", "policy_id"] },
    edit: ADMIN,
    delete: { ...ADMIN, ...policy, deletes: true },
  },
  "compute.InstancePoolsAPI": {
    create: {
      entitlement: "allow-instance-pool-create",
      creates: ["instance-pools", "instance_pool_id"],
    },
    get: pool("CAN_ATTACH_TO"),
    list: { shows: ["instance_pools", "instance-pools", "instance_pool_id"] },
    edit: pool("CAN_MANAGE"),
    delete: { ...pool("CAN_MANAGE"), deletes: true },
  },
  "compute.InstanceProfilesAPI": { add: ADMIN, edit: ADMIN, remove: ADMIN },
  "compute.PolicyComplianceForClustersAPI": {
    getCompliance: cluster("CAN_ATTACH_TO"),
    listCompliance: ADMIN,
    enforceCompliance: cluster("CAN_MANAGE"),
    cancelPendingClusterEnforcement: cluster("CAN_MANAGE"),
  },
};

/**
 * Policies, pools and instance profiles of a workspace.
 *
 * @param adminId whose the default policies of a new workspace are; everybody may use the first
 */
export function computeExtrasPart(
  { policies, compliance, pools, profiles }: ComputeExtras,
  clusters: ClusterEngine,
  permissions: PermissionEngine,
  adminId: string,
): WorkspacePart {
  for (const { policy_id: id, policy_family_id: family } of policies.seed()) {
    const users = { group_name: "users", permission_level: "CAN_USE" };
    permissions.created("cluster-policies", id, family === "personal-vm" ? [users] : [], adminId);
  }
  const stop = clusters.watch((id, state) => {
    if (state === "TERMINATED") compliance.terminated(id);
  });
  return {
    handlers: {
      "compute.ClusterPoliciesAPI": {
        ...clusterPoliciesHandlers(policies),
        ...objectPermissionsHandlers(
          permissions,
          "cluster-policies",
          (request: { cluster_policy_id: string }) => request.cluster_policy_id,
        ),
      },
      "compute.InstancePoolsAPI": {
        ...instancePoolsHandlers(pools),
        ...objectPermissionsHandlers(
          permissions,
          "instance-pools",
          (request: { instance_pool_id: string }) => request.instance_pool_id,
        ),
      },
      "compute.InstanceProfilesAPI": instanceProfilesHandlers(profiles),
      "compute.PolicyComplianceForClustersAPI": policyComplianceHandlers(compliance),
      "compute.PolicyFamiliesAPI": policyFamiliesHandlers(),
    },
    objects: {
      "cluster-policies": (id) => policies.get(id),
      "instance-pools": (id) => pools.get(id),
    },
    rules: RULES,
    close: stop,
  };
}
