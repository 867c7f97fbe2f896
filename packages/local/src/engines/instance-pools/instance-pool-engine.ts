import type { Clock } from "../../clock/index.js";
import { WorkspaceError } from "../../errors/index.js";
import type { Collection, Store } from "../../state/index.js";
import { poolId } from "./pool-id.js";
import {
  completed,
  splitRequest,
  type CompleteSettings,
  type CreatePool,
  type EditPool,
  type PoolHardware,
  type PoolRecord,
  type PoolSettings,
} from "./pool-record.js";
import type { PoolShortage, PoolUse } from "./pool-use.js";
import { spareMachines } from "./spare-machines.js";
import { invalid, validatePool } from "./validate-pool.js";

/** What a workspace's pools are made with. */
export interface InstancePoolEngineOptions {
  /** The workspace's own scope; collection `instance-pools`. */
  readonly store: Store;
  readonly clock: Clock;
  /** Whether machines are to be had of that type. */
  readonly isNodeType: (id: string) => boolean;
  /** What clusters have of any pool, or had last. */
  readonly uses: () => readonly PoolUse[];
}

/** How many machines of a pool are in which state. */
export interface PoolStats {
  readonly used_count: number;
  readonly pending_used_count: number;
  readonly idle_count: number;
  readonly pending_idle_count: number;
}

/** A pool as callers see it. */
export interface InstancePoolDetails extends PoolHardware, CompleteSettings {
  readonly instance_pool_id: string;
  readonly state: "ACTIVE";
  readonly stats: PoolStats;
  readonly status: object;
  readonly default_tags: Record<string, string>;
}

/** Milliseconds of the workspace's clock until idle machines are there. */
const FILL_TIME = 5_000;
const MINUTE = 60_000;

/** The instance pools of one workspace. All answers and errors are those of the REST API. */
export class InstancePoolEngine {
  readonly #options: InstancePoolEngineOptions;
  readonly #pools: Collection<PoolRecord>;

  constructor(options: InstancePoolEngineOptions) {
    this.#options = options;
    this.#pools = options.store.collection("instance-pools");
    for (const pool of this.#pools.values()) this.#fill(pool);
  }

  /** @param creatorId SCIM id of who makes it */
  create(request: CreatePool, creatorId: string): { instance_pool_id: string } {
    this.#check(request);
    const now = this.#options.clock.now();
    const id = poolId(now);
    const pool = { id, creatorId, ...splitRequest(request), filledAt: now + FILL_TIME };
    this.#pools.put(id, pool);
    this.#fill(pool);
    return { instance_pool_id: id };
  }

  get(id: string): InstancePoolDetails {
    return this.#details(this.#require(id), this.#options.uses());
  }

  list(): InstancePoolDetails[] {
    const uses = this.#options.uses();
    return this.#pools.values().map((pool) => this.#details(pool, uses));
  }

  /** Replaces what can be changed; the rest of the pool stays as it was made. */
  edit({ instance_pool_id: id, ...request }: EditPool): void {
    const pool = this.#require(id);
    const { node_type_id: type } = pool.settings;
    if (request.node_type_id !== type) {
      throw invalid(`node_type_id of instance pool ${id} is ${type} and cannot be changed.`);
    }
    this.#check(request, id);
    this.#pools.put(id, { ...pool, settings: completed(request) });
  }

  delete(id: string): void {
    this.#require(id);
    this.#pools.delete(id);
  }

  /** The type of a pool's machines; undefined: there is no such pool. */
  nodeType(id: string): string | undefined {
    return this.#pools.get(id)?.settings.node_type_id;
  }

  /** Why the machines that a cluster is about to have are not to be had. */
  shortage(wanted: readonly PoolUse[]): PoolShortage | undefined {
    const uses = this.#options.uses();
    for (const { poolId: id } of wanted) {
      const pool = this.#pools.get(id);
      if (!pool) return "INSTANCE_POOL_NOT_FOUND";
      const { max_capacity: most = Number.POSITIVE_INFINITY } = pool.settings;
      const { used_count: used } = usedOf(id, uses);
      if (used + machinesOf(id, wanted) > most) return "INSTANCE_POOL_MAX_CAPACITY_REACHED";
    }
    return undefined;
  }

  #details(pool: PoolRecord, uses: readonly PoolUse[]): InstancePoolDetails {
    const { id, hardware, settings, creatorId, filledAt } = pool;
    const used = usedOf(id, uses);
    const most = settings.max_capacity ?? Number.POSITIVE_INFINITY;
    const room = Math.max(0, most - used.used_count - used.pending_used_count);
    const wanted = Math.min(settings.min_idle_instances, room);
    const there = Math.min(this.#spare(pool, uses), room);
    const idle = filledAt === undefined ? Math.max(wanted, there) : there;
    return {
      instance_pool_id: id,
      ...settings,
      ...hardware,
      state: "ACTIVE",
      stats: { ...used, idle_count: idle, pending_idle_count: Math.max(0, wanted - idle) },
      status: {},
      default_tags: {
        Vendor: "Databricks",
        DatabricksInstancePoolCreatorId: creatorId,
        DatabricksInstancePoolId: id,
      },
    };
  }

  #spare({ id, settings }: PoolRecord, uses: readonly PoolUse[]): number {
    const longest = settings.idle_instance_autotermination_minutes * MINUTE;
    const ofPool = uses.filter(({ poolId: pool }) => pool === id);
    return spareMachines(ofPool, longest, this.#options.clock.now());
  }

  /** Lets the idle machines be there in time. */
  #fill({ id, filledAt }: PoolRecord): void {
    const { clock } = this.#options;
    if (filledAt === undefined) return;
    const filled = (): void => {
      const pool = this.#pools.get(id);
      if (pool) this.#pools.put(id, { ...pool, filledAt: undefined });
    };
    clock.schedule(Math.max(0, filledAt - clock.now()), filled, id);
  }

  #check(settings: PoolSettings, id?: string): void {
    validatePool(settings, this.#options.isNodeType);
    const { instance_pool_name: name } = settings;
    const others = this.#pools.values().filter((pool) => pool.id !== id);
    const taken = others.some(
      ({ settings: { instance_pool_name } }) => instance_pool_name === name,
    );
    if (!taken) return;
    const text = `An instance pool with the name ${name} already exists.`;
    throw new WorkspaceError("RESOURCE_ALREADY_EXISTS", text);
  }

  #require(id: string): PoolRecord {
    const pool = this.#pools.get(id);
    if (pool) return pool;
    const text = `Can't find an instance pool with id: ${id}.`;
    throw new WorkspaceError("RESOURCE_DOES_NOT_EXIST", text);
  }
}

function usedOf(
  id: string,
  uses: readonly PoolUse[],
): Pick<PoolStats, "pending_used_count" | "used_count"> {
  const present = uses.filter(({ releasedAt }) => releasedAt === undefined);
  const used = present.filter(({ pending }) => !pending);
  const pendingUse = present.filter(({ pending }) => pending);
  return { used_count: machinesOf(id, used), pending_used_count: machinesOf(id, pendingUse) };
}

function machinesOf(id: string, uses: readonly PoolUse[]): number {
  return uses.reduce((sum, { poolId: pool, machines }) => sum + (pool === id ? machines : 0), 0);
}
