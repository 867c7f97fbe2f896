import { randomBytes } from "node:crypto";
import type { Clock } from "../../clock/index.js";
import { WorkspaceError } from "../../errors/index.js";
import type { Collection, Store } from "../../state/index.js";
import { fillIn, violationsOf, type Facts, type Violation } from "./apply-rules.js";
import type { Spec } from "./attribute-path.js";
import { POLICY_FAMILIES } from "./policy-families.js";
import type { Policy, PolicyQuery, PolicySettings } from "./policy-record.js";
import { completeSettings } from "./policy-settings.js";
import { invalid, parseRules, type Rules } from "./rule.js";
import { withRuntimes, type RuntimeOf } from "./runtime-aliases.js";

/** What a workspace's policies are made with. */
export interface ClusterPolicyEngineOptions {
  /** The workspace's own scope; collection `cluster-policies`. */
  readonly store: Store;
  readonly clock: Clock;
  readonly runtimeOf: RuntimeOf;
  readonly dbusPerHour: Facts["dbusPerHour"];
  /** How many clusters of a user a policy governs that are not terminated. */
  readonly activeClusters: (policyId: string, userName: string) => number;
}

/** For whom a policy is applied. */
export interface PolicyUse {
  readonly creator: string;
  readonly isJob: boolean;
  /** Whether it is for one more cluster. */
  readonly isNew: boolean;
}

/** The cluster policies of one workspace. All answers and errors are those of the REST API. */
export class ClusterPolicyEngine {
  readonly #options: ClusterPolicyEngineOptions;
  readonly #policies: Collection<Policy>;

  constructor(options: ClusterPolicyEngineOptions) {
    this.#options = options;
    this.#policies = options.store.collection("cluster-policies");
  }

  /** Adds the default policies to a workspace that is new; returns those that it added. */
  seed(): readonly Policy[] {
    if (this.#policies.size > 0) return [];
    return POLICY_FAMILIES.map(({ policy_family_id, name, description }) => {
      const settings = completeSettings({ policy_family_id, name, description });
      const { policy_id: id } = this.#add({ ...settings, is_default: true });
      return this.get(id);
    });
  }

  create(settings: PolicySettings, userName: string): { policy_id: string } {
    const complete = completeSettings(settings);
    this.#checkName(complete.name);
    return this.#add({ ...complete, creator_user_name: userName, is_default: false });
  }

  get(id: string): Policy {
    const policy = this.#policies.get(id);
    if (policy) return policy;
    const text = `Can't find a cluster policy with id: ${id}.`;
    throw new WorkspaceError("RESOURCE_DOES_NOT_EXIST", text);
  }

  list({ sort_column, sort_order }: PolicyQuery = {}): Policy[] {
    const sign = sort_order === "ASC" ? 1 : -1;
    const byName = sort_column === "POLICY_NAME";
    const indexed = this.#policies.values().map((policy, index) => ({ policy, index }));
    const compare = (a: (typeof indexed)[number], b: (typeof indexed)[number]): number =>
      byName ? compareText(a.policy.name, b.policy.name) : a.index - b.index;
    return indexed.toSorted((a, b) => sign * compare(a, b)).map(({ policy }) => policy);
  }

  /** Replaces what a policy says. Clusters that it governs stay as they are until they are edited. */
  edit(id: string, settings: PolicySettings): void {
    const before = this.get(id);
    const complete = completeSettings(settings);
    this.#checkName(complete.name, id);
    if (before.is_default && complete.policy_family_id !== before.policy_family_id) {
      throw invalid(
        `Cluster policy ${id} is a default policy: its policy_family_id cannot be changed.`,
      );
    }
    const { creator_user_name, created_at_timestamp, is_default } = before;
    this.#policies.put(id, {
      ...complete,
      policy_id: id,
      created_at_timestamp,
      is_default,
      ...(creator_user_name !== undefined && { creator_user_name }),
    });
  }

  /** Clusters that it governs go on, but cannot be edited. */
  delete(id: string): void {
    if (this.get(id).is_default) {
      throw invalid(`Cluster policy ${id} is a default policy and cannot be deleted.`);
    }
    this.#policies.delete(id);
  }

  /** Whether there is such a policy. */
  has(id: string): boolean {
    return this.#policies.get(id) !== undefined;
  }

  /**
   * The spec with what a policy fills in.
   *
   * @throws WorkspaceError `INVALID_PARAMETER_VALUE` naming the fields that break it, or
   *   `QUOTA_EXCEEDED` when the user has as many clusters as it allows
   */
  apply(id: string, spec: Spec, use: PolicyUse): Spec {
    const rules = this.rules(id);
    const filled = fillIn(rules, spec);
    const violations = this.check(rules, filled, use.isJob);
    if (violations.length > 0) throw invalid(textOf(violations));
    if (use.isNew) this.#checkNumber(id, use.creator);
    return filled;
  }

  /** What a policy says at present. */
  rules(id: string): Rules {
    return withRuntimes(parseRules(this.get(id).definition), this.#options.runtimeOf);
  }

  /** The rules that a spec breaks. */
  check(rules: Rules, spec: Spec, isJob: boolean): Violation[] {
    const { dbusPerHour } = this.#options;
    return violationsOf(rules, spec, { isJob, dbusPerHour });
  }

  #checkNumber(id: string, creator: string): void {
    const { max_clusters_per_user: most } = this.get(id);
    if (most === undefined || this.#options.activeClusters(id, creator) < most) return;
    const text = `Cluster policy ${id} allows ${most} active cluster(s) per user; ${creator} has them.`;
    throw new WorkspaceError("QUOTA_EXCEEDED", text);
  }

  #checkName(name: string, id?: string): void {
    const taken = this.#policies.values().some((policy) => {
      return policy.name === name && policy.policy_id !== id;
    });
    if (!taken) return;
    const text = `Cluster Policy with name \`${name}\` already exists`;
    throw new WorkspaceError("RESOURCE_ALREADY_EXISTS", text);
  }

  #add(policy: Omit<Policy, "created_at_timestamp" | "policy_id">): { policy_id: string } {
    const policy_id = randomBytes(8).toString("hex").toUpperCase();
    const created_at_timestamp = this.#options.clock.now();
    this.#policies.put(policy_id, { ...policy, policy_id, created_at_timestamp });
    return { policy_id };
  }
}

/** All that is wrong, in the platform's words. */
export function textOf(violations: readonly Violation[]): string {
  return violations
    .map(({ field, message }) => `Validation failed for ${field}, ${message}`)
    .join("; ");
}

function compareText(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}
