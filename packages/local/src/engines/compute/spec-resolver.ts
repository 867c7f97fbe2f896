import { WorkspaceError } from "../../errors/index.js";
import { withDefaults } from "./cluster-defaults.js";
import type { ClusterSpec } from "./cluster-spec.js";
import { invalid, validateSpec } from "./validate-spec.js";

/** What cluster policies have to say; given by whoever keeps them. */
export interface PolicyPort {
  /**
   * The spec with the policy's fixed values, and its defaults if the spec wants them; undefined
   * when there is no such policy.
   *
   * @throws WorkspaceError when the spec breaks the policy, or the creator may not use it
   */
  apply(policyId: string, spec: ClusterSpec, context: ResolveContext): ClusterSpec | undefined;
}

/** What instance pools have to say; given by whoever keeps them. */
export interface PoolPort {
  /**
   * The node type of a pool's machines; undefined when there is no such pool.
   *
   * @throws WorkspaceError when the creator may not use it
   */
  nodeType(poolId: string, context: ResolveContext): string | undefined;
}

/** What {@link SpecResolver} goes by. */
export interface ResolverOptions {
  /** Default: there are no policies. */
  readonly policies?: PolicyPort;
  /** Default: there are no pools. */
  readonly pools?: PoolPort;
  /** Whether machines may be given that instance profile, by its ARN. Default: any. */
  readonly isInstanceProfile?: (arn: string) => boolean;
  /** The zone of machines that do not ask for one. */
  readonly zone: string;
}

/** Who asks, and how the answer names fields. */
export interface ResolveContext {
  readonly creator: string;
  /** The spec's place in the request of a job, if it is of one. */
  readonly path?: string;
  /** Whether a cluster is being made. Default: one is being changed, or a spec is only checked. */
  readonly isNew?: boolean;
}

/** Turns what was asked for into what a cluster runs with. */
export class SpecResolver {
  readonly #options: ResolverOptions;

  constructor(options: ResolverOptions) {
    this.#options = options;
  }

  /**
   * The settings of a spec.
   *
   * @throws WorkspaceError `INVALID_PARAMETER_VALUE` naming the field, or `RESOURCE_DOES_NOT_EXIST`
   *   for a policy or pool that is not there
   */
  resolve(asked: ClusterSpec, context: ResolveContext): ClusterSpec {
    const spec = this.#withPools(this.#withPolicy(asked, context), context);
    validateSpec(spec, context);
    this.#checkProfile(spec);
    return withDefaults(spec, { creator: context.creator, zone: this.#options.zone });
  }

  #withPolicy(spec: ClusterSpec, context: ResolveContext): ClusterSpec {
    if (!spec.policy_id) return spec;
    const applied = this.#options.policies?.apply(spec.policy_id, spec, context);
    if (applied) return applied;
    throw new WorkspaceError(
      "RESOURCE_DOES_NOT_EXIST",
      `Can't find a cluster policy with id: ${spec.policy_id}.`,
    );
  }

  #withPools(spec: ClusterSpec, context: ResolveContext): ClusterSpec {
    const { instance_pool_id: pool, driver_instance_pool_id: driverPool = pool } = spec;
    if (!driverPool) return spec;
    const driver = this.#nodeTypeOf(driverPool, context);
    const worker = pool ? this.#nodeTypeOf(pool, context) : undefined;
    return {
      ...spec,
      ...(worker && { node_type_id: worker }),
      driver_node_type_id: driver,
    };
  }

  #nodeTypeOf(poolId: string, context: ResolveContext): string {
    const found = this.#options.pools?.nodeType(poolId, context);
    if (found) return found;
    const text = `Can't find an instance pool with id: ${poolId}.`;
    throw context.path
      ? new WorkspaceError("INVALID_PARAMETER_VALUE", `Cluster validation error: ${text}`)
      : new WorkspaceError("RESOURCE_DOES_NOT_EXIST", text);
  }

  #checkProfile(spec: ClusterSpec): void {
    const { instance_profile_arn: arn } = (spec.aws_attributes ?? {}) as {
      instance_profile_arn?: string;
    };
    if (!arn || this.#options.isInstanceProfile?.(arn) !== false) return;
    throw invalid(
      `Invalid aws_attributes.instance_profile_arn ${arn}: add it by instance-profiles/add first.`,
    );
  }
}
