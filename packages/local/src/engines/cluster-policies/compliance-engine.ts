import type { Clock } from "../../clock/index.js";
import type { Collection, Store } from "../../state/index.js";
import type { Violation } from "./apply-rules.js";
import type { Spec } from "./attribute-path.js";
import { textOf, type ClusterPolicyEngine } from "./cluster-policy-engine.js";
import { remedyOf, splitRules, type Remedy, type SettingsChange } from "./compliance.js";
import { cutPage } from "./page.js";
import { invalid } from "./rule.js";

/** A cluster, as its policy sees it. */
export interface GovernedCluster {
  readonly id: string;
  readonly policyId: string | undefined;
  /** As it was asked for. */
  readonly spec: Spec;
  /** With all that was filled in. */
  readonly settings: Spec;
  readonly isJob: boolean;
  readonly isTerminated: boolean;
}

/** The clusters of the workspace. */
export interface GovernedClusters {
  find(id: string): GovernedCluster | undefined;
  all(): readonly GovernedCluster[];
  /** Replaces the spec; a running cluster restarts with it. */
  edit(id: string, spec: Spec, userName: string): void;
}

/** A change of a cluster that waits until it is terminated, by the API's names. */
export interface PendingEnforcement {
  readonly enforcement_status: "ACTIVE";
  /** RFC 3339. */
  readonly initiate_time: string;
  readonly initiator_user: string;
  readonly target_changes: readonly SettingsChange[];
}

/** Whether a cluster obeys its policy as it is now. */
export interface Compliance {
  readonly is_compliant: boolean;
  /** What is wrong, by the path of the attribute. */
  readonly violations: Readonly<Record<string, string>>;
  readonly pending_enforcement?: PendingEnforcement;
}

/** How to enforce a policy. */
export interface EnforceRequest {
  readonly cluster_id: string;
  /** `WAIT_FOR_TERMINATION` leaves a cluster that runs in peace. Default `ENFORCE_IMMEDIATELY`. */
  readonly enforce_mode?: string | undefined;
  /** Only says what would change. */
  readonly validate_only?: boolean | undefined;
}

/** What enforcing a policy did, or would do. */
export interface Enforced {
  readonly has_changes: boolean;
  readonly changes: readonly SettingsChange[];
  readonly enforce_result?: "APPLIED" | "DEFERRED" | "NO_CHANGES";
}

interface Deferred {
  readonly clusterId: string;
  readonly shown: PendingEnforcement;
}

/** Finds clusters that have fallen behind their policy, and makes them obey it. */
export class ComplianceEngine {
  readonly #policies: ClusterPolicyEngine;
  readonly #clusters: GovernedClusters;
  readonly #clock: Clock;
  readonly #deferred: Collection<Deferred>;

  /** @param store the workspace's own scope; collection `policy-enforcements` */
  constructor(
    store: Store,
    clock: Clock,
    policies: ClusterPolicyEngine,
    clusters: GovernedClusters,
  ) {
    this.#policies = policies;
    this.#clusters = clusters;
    this.#clock = clock;
    this.#deferred = store.collection("policy-enforcements");
  }

  /** How one cluster does. One without a policy has nothing to obey. */
  get(clusterId: string): Compliance {
    return this.#complianceOf(this.#require(clusterId));
  }

  /** How the clusters of a policy do. */
  list(
    policyId: string,
    size?: number,
    token?: string,
  ): {
    clusters: (Compliance & { cluster_id: string })[];
    next_page_token?: string;
    prev_page_token?: string;
  } {
    this.#policies.get(policyId);
    const governed = this.#clusters.all().filter((cluster) => cluster.policyId === policyId);
    const page = cutPage(governed, { size, token });
    return {
      clusters: page.items.map((cluster) => ({
        cluster_id: cluster.id,
        ...this.#complianceOf(cluster),
      })),
      ...(page.next !== undefined && { next_page_token: page.next }),
      ...(page.previous !== undefined && { prev_page_token: page.previous }),
    };
  }

  /**
   * Makes a cluster obey its policy.
   *
   * @throws WorkspaceError `INVALID_PARAMETER_VALUE` when it has none, or when the policy does not say
   *   what to set instead
   */
  enforce(request: EnforceRequest, userName: string): Enforced {
    const cluster = this.#require(request.cluster_id);
    const { spec, changes, unresolved } = this.#remedy(cluster);
    if (unresolved.length > 0) throw invalid(textOf(unresolved));
    const answer = { has_changes: changes.length > 0, changes };
    if (request.validate_only === true) return answer;
    if (changes.length === 0) return { ...answer, enforce_result: "NO_CHANGES" };
    if (request.enforce_mode === "WAIT_FOR_TERMINATION" && !cluster.isTerminated) {
      const initiate_time = new Date(this.#clock.now()).toISOString();
      const shown = { initiate_time, initiator_user: userName, target_changes: changes };
      const deferred = { ...shown, enforcement_status: "ACTIVE" } as const;
      this.#deferred.put(cluster.id, { clusterId: cluster.id, shown: deferred });
      return { ...answer, enforce_result: "DEFERRED" };
    }
    this.#clusters.edit(cluster.id, spec, userName);
    this.#deferred.delete(cluster.id);
    return { ...answer, enforce_result: "APPLIED" };
  }

  /** Calls off what waits for a cluster's end. */
  cancel(clusterId: string, allowMissing: boolean): void {
    this.#require(clusterId);
    if (this.#deferred.delete(clusterId) || allowMissing) return;
    throw invalid(`Cluster ${clusterId} has no pending policy enforcement.`);
  }

  /** Does what waited for a cluster's end. Where it, or its policy, is gone, that is nothing. */
  terminated(clusterId: string): void {
    const deferred = this.#deferred.get(clusterId);
    if (!deferred) return;
    this.#deferred.delete(clusterId);
    const cluster = this.#clusters.find(clusterId);
    if (!cluster || !this.#policies.has(cluster.policyId ?? "")) return;
    const { spec, changes, unresolved } = this.#remedy(cluster);
    if (changes.length === 0 || unresolved.length > 0) return;
    this.#clusters.edit(clusterId, spec, deferred.shown.initiator_user);
  }

  #complianceOf(cluster: GovernedCluster): Compliance {
    const violations = cluster.policyId === undefined ? [] : this.#violations(cluster);
    const pending = this.#deferred.get(cluster.id)?.shown;
    return {
      is_compliant: violations.length === 0,
      violations: Object.fromEntries(violations.map(({ path, message }) => [path, message])),
      ...(pending && { pending_enforcement: pending }),
    };
  }

  #violations({ policyId = "", spec, settings, isJob }: GovernedCluster): Violation[] {
    const { forbidden, limiting } = splitRules(this.#policies.rules(policyId));
    return [
      ...this.#policies.check(limiting, settings, isJob),
      ...this.#policies.check(forbidden, spec, isJob),
    ];
  }

  #remedy(cluster: GovernedCluster): Remedy {
    const { id, policyId } = cluster;
    if (policyId === undefined) throw invalid(`Cluster ${id} has no policy to be enforced.`);
    return remedyOf(this.#policies.rules(policyId), cluster, this.#violations(cluster));
  }

  #require(id: string): GovernedCluster {
    const cluster = this.#clusters.find(id);
    if (cluster) return cluster;
    throw invalid(`Cluster ${id} does not exist`);
  }
}
