import type { Clock } from "../clock/index.js";
import {
  ClusterPolicyEngine,
  ComplianceEngine,
  type GovernedCluster,
  type Spec,
} from "../engines/cluster-policies/index.js";
import {
  nodeType,
  type ClusterEngine,
  type ClusterEngineOptions,
  type ClusterRecord,
  type ClusterSpec,
  type TerminationReason,
} from "../engines/compute/index.js";
import type { IdentityEngine } from "../engines/identity/index.js";
import { InstancePoolEngine } from "../engines/instance-pools/index.js";
import { InstanceProfileEngine } from "../engines/instance-profiles/index.js";
import type { PermissionEngine } from "../engines/permissions/index.js";
import type { Store } from "../state/index.js";
import { estimateDbus } from "./estimate-dbus.js";
import { poolUses } from "./pool-uses.js";
import { runtimeOf } from "./runtime-of.js";

/** What the engines about clusters are made with; those that come later are asked for when needed. */
export interface ComputeExtrasSurroundings {
  readonly store: Store;
  readonly clock: Clock;
  readonly identity: IdentityEngine;
  readonly clusters: () => ClusterEngine;
  readonly permissions: () => PermissionEngine;
}

/** What clusters are made by: policies, pools and instance profiles. */
export interface ComputeExtras {
  readonly policies: ClusterPolicyEngine;
  readonly compliance: ComplianceEngine;
  readonly pools: InstancePoolEngine;
  readonly profiles: InstanceProfileEngine;
  /** What the clusters are to be made with. */
  readonly ports: Pick<ClusterEngineOptions, "isInstanceProfile" | "launch" | "policies" | "pools">;
}

/** Builds the engines beside the clusters, which are asked by them and ask them. */
export function computeExtras(surroundings: ComputeExtrasSurroundings): ComputeExtras {
  const { store, clock, clusters } = surroundings;
  const policies = new ClusterPolicyEngine({
    store,
    clock,
    runtimeOf,
    dbusPerHour: estimateDbus,
    activeClusters: (policyId, user) =>
      clusters()
        .records()
        .filter(({ settings, state, creator_user_name: creator }) => {
          return settings.policy_id === policyId && creator === user && state !== "TERMINATED";
        }).length,
  });
  const pools = new InstancePoolEngine({
    store,
    clock,
    isNodeType: (id) => nodeType(id) !== undefined,
    uses: () => clusters().records().flatMap(poolUses),
  });
  const profiles = new InstanceProfileEngine(store);
  const compliance = new ComplianceEngine(store, clock, policies, {
    find: (id) => {
      const found = clusters()
        .records()
        .find(({ cluster_id }) => cluster_id === id);
      return found && governed(found);
    },
    all: () => clusters().records().map(governed),
    edit: (id, spec, user) => clusters().edit({ ...spec, cluster_id: id }, user),
  });
  return {
    policies,
    compliance,
    pools,
    profiles,
    ports: portsOf(policies, pools, profiles, surroundings),
  };
}

function portsOf(
  policies: ClusterPolicyEngine,
  pools: InstancePoolEngine,
  profiles: InstanceProfileEngine,
  { identity, permissions }: ComputeExtrasSurroundings,
): ComputeExtras["ports"] {
  const checkUse = (kind: string, id: string, level: string, userName: string): void => {
    const user = identity.principalByName(userName);
    if (user) permissions().check(kind, id, level, user.id);
  };
  return {
    policies: {
      apply: (id, spec, { creator, path, isNew = false }) => {
        if (!policies.has(id)) return undefined;
        checkUse("cluster-policies", id, "CAN_USE", creator);
        const isJob = path !== undefined;
        return policies.apply(id, spec as Spec, { creator, isJob, isNew }) as ClusterSpec;
      },
    },
    pools: {
      nodeType: (id, { creator }) => {
        const type = pools.nodeType(id);
        if (type !== undefined) checkUse("instance-pools", id, "CAN_ATTACH_TO", creator);
        return type;
      },
    },
    isInstanceProfile: (arn) => profiles.has(arn),
    launch: (cluster) => shortage(pools, cluster),
  };
}

function shortage(
  pools: InstancePoolEngine,
  cluster: ClusterRecord,
): TerminationReason | undefined {
  const code = pools.shortage(poolUses(cluster));
  return code && { code, type: "CLIENT_ERROR" };
}

function governed({ cluster_id, spec, settings, source, state }: ClusterRecord): GovernedCluster {
  return {
    id: cluster_id,
    policyId: spec.policy_id,
    spec: spec as Spec,
    settings: settings as Spec,
    isJob: source === "JOB",
    isTerminated: state === "TERMINATED",
  };
}
