import { randomBytes } from "node:crypto";
import type { Clock } from "../../clock/index.js";
import { WorkspaceError } from "../../errors/index.js";
import type { Collection, Store } from "../../state/index.js";
import { invalid, readConfig, routeName, type ConfigInput } from "./config-input.js";
import {
  taskOf,
  type EndpointExtras,
  type EndpointRecord,
  type ServedEntity,
  type Tag,
} from "./endpoint-record.js";
import {
  detailsOf,
  stateOf,
  summaryOf,
  type EndpointDetails,
  type EndpointSummary,
} from "./endpoint-view.js";
import { foundationEndpoints } from "./foundation-endpoints.js";
import type { RateLimit } from "./rate-limits.js";

/** An endpoint to make, by the API's names. */
export interface CreateEndpoint extends EndpointExtras {
  readonly name: string;
  readonly config?: ConfigInput | undefined;
  /** Whether it has an address of its own, beside the workspace's. Default false. */
  readonly route_optimized?: boolean | undefined;
  readonly tags?: readonly Tag[] | undefined;
}

/** Milliseconds of the workspace's clock until a config is served. */
const DEPLOY_TIME = 5_000;

const NAME = /^[a-zA-Z0-9][\w-]{0,62}$/;

/** The serving endpoints of one workspace. All answers and errors are those of the REST API. */
export class EndpointEngine {
  readonly #store: Store;
  readonly #clock: Clock;
  readonly #endpoints: Collection<EndpointRecord>;

  /** @param store the workspace's own scope; collection `serving-endpoints` */
  constructor(store: Store, clock: Clock) {
    this.#store = store;
    this.#clock = clock;
    this.#endpoints = store.collection("serving-endpoints");
    for (const endpoint of this.#endpoints.values()) this.#arm(endpoint);
  }

  /** Adds the platform's own endpoints to a workspace that is new; returns their ids. */
  seed(): readonly string[] {
    if (this.#endpoints.size > 0) return [];
    const added = foundationEndpoints(this.#clock.now());
    this.#store.transaction(() => {
      for (const endpoint of added) this.#endpoints.put(endpoint.name, endpoint);
    });
    return added.map(({ id }) => id);
  }

  /** Begins to deploy a new endpoint. */
  create(request: CreateEndpoint, user: string): EndpointDetails {
    const { name, config, tags = [], route_optimized = false } = request;
    if (!NAME.test(name)) {
      throw invalid(
        `Invalid name ${name}: it must have 1 to 63 letters, digits, - and _, a letter or digit first.`,
      );
    }
    if (this.#endpoints.get(name)) {
      const text = `Endpoint with name '${name}' already exists.`;
      throw new WorkspaceError("RESOURCE_ALREADY_EXISTS", text);
    }
    const now = this.#clock.now();
    const endpoint: EndpointRecord = {
      ...extrasOf(request),
      id: randomBytes(16).toString("hex"),
      name,
      creator: user,
      creation_timestamp: now,
      last_updated_timestamp: now,
      tags: withTags([], tags, []),
      route_optimized,
    };
    return detailsOf(config ? this.#deploy(endpoint, config, user) : this.#save(endpoint));
  }

  get(name: string): EndpointDetails {
    return detailsOf(this.#require(name));
  }

  list(): EndpointSummary[] {
    return this.#endpoints.values().map(summaryOf);
  }

  /** Begins to deploy another config; the present one is served until it is ready. */
  updateConfig(name: string, config: ConfigInput, user: string): EndpointDetails {
    const endpoint = this.#own(name);
    this.#expectSettled(endpoint);
    return detailsOf(this.#deploy(endpoint, config, user));
  }

  /** Changes what is given; the rest stays. */
  change(name: string, extras: EndpointExtras): EndpointDetails {
    const endpoint = this.#own(name);
    return detailsOf(this.#save({ ...endpoint, ...extras }));
  }

  /** Adds tags, which replace others of their key, and takes some away. */
  patchTags(name: string, added: readonly Tag[], removed: readonly string[]): readonly Tag[] {
    const endpoint = this.#own(name);
    return this.#save({ ...endpoint, tags: withTags(endpoint.tags, added, removed) }).tags;
  }

  delete(name: string): void {
    this.#own(name);
    this.#endpoints.delete(name);
  }

  /** The id of the endpoint of that name; undefined: there is none. */
  idOf(name: string): string | undefined {
    return this.#endpoints.get(name)?.id;
  }

  /** The name of the endpoint of that id. @throws WorkspaceError `RESOURCE_DOES_NOT_EXIST` */
  nameOf(id: string): string {
    const endpoint = this.#endpoints.values().find((one) => one.id === id);
    if (endpoint) return endpoint.name;
    const text = `Endpoint with id '${id}' does not exist.`;
    throw new WorkspaceError("RESOURCE_DOES_NOT_EXIST", text);
  }

  /**
   * What answers a query: the named entity, or that with the most traffic.
   *
   * @throws WorkspaceError when there is none, or it is not ready
   */
  serving(name: string, entityName?: string): { task: string | undefined; entity: ServedEntity } {
    const endpoint = this.#require(name);
    const { config } = endpoint;
    if (!config) {
      const text = `Endpoint '${name}' is not ready: it has not been deployed yet.`;
      throw new WorkspaceError("INVALID_STATE", text);
    }
    const routes = config.traffic_config.routes.toSorted((a, b) => {
      return b.traffic_percentage - a.traffic_percentage;
    });
    const wanted = entityName ?? (routes[0] && routeName(routes[0]));
    return {
      task: taskOf(endpoint),
      entity: entityIn(config.served_entities, wanted ?? "", name),
    };
  }

  /** How often an endpoint may be queried, by its own limits and those of its gateway. */
  limits(name: string): readonly RateLimit[] {
    const { rate_limits: own = [], ai_gateway: gateway = {} } = this.#require(name);
    const { rate_limits: others = [] } = gateway as { rate_limits?: readonly RateLimit[] };
    return [...own, ...others];
  }

  /**
   * An entity that is served or being deployed.
   *
   * @throws WorkspaceError `RESOURCE_DOES_NOT_EXIST`
   */
  entity(name: string, entityName: string): ServedEntity & { readonly isReady: boolean } {
    const { config, pending } = this.#require(name);
    const served = config?.served_entities ?? [];
    const entity = entityIn(
      [...served, ...(pending?.config.served_entities ?? [])],
      entityName,
      name,
    );
    return { ...entity, isReady: served.some((other) => other.name === entityName) };
  }

  #deploy(endpoint: EndpointRecord, config: ConfigInput, user: string): EndpointRecord {
    const now = this.#clock.now();
    const version = (endpoint.config?.config_version ?? 0) + 1;
    const read = readConfig(config, { user, now, version });
    const pending = { config: read, startTime: now, readyAt: now + DEPLOY_TIME };
    const saved = this.#save({ ...endpoint, pending });
    this.#arm(saved);
    return saved;
  }

  #arm({ id, name, pending }: EndpointRecord): void {
    if (!pending) return;
    const left = Math.max(0, pending.readyAt - this.#clock.now());
    this.#clock.schedule(left, () => this.#deployed(id, name), id);
  }

  #deployed(id: string, name: string): void {
    const endpoint = this.#endpoints.get(name);
    // Why: it may have been deleted, and made again, since.
    if (endpoint?.id !== id || !endpoint.pending) return;
    const { pending, ...rest } = endpoint;
    this.#save({ ...rest, config: pending.config });
  }

  #save(endpoint: EndpointRecord): EndpointRecord {
    const saved = { ...endpoint, last_updated_timestamp: this.#clock.now() };
    this.#endpoints.put(saved.name, saved);
    return saved;
  }

  #require(name: string): EndpointRecord {
    const endpoint = this.#endpoints.get(name);
    if (endpoint) return endpoint;
    const text = `Endpoint with name '${name}' does not exist.`;
    throw new WorkspaceError("RESOURCE_DOES_NOT_EXIST", text);
  }

  /** An endpoint that is not the platform's. */
  #own(name: string): EndpointRecord {
    const endpoint = this.#require(name);
    if (endpoint.creator !== undefined) return endpoint;
    const text = `Endpoint '${name}' is the platform's own and cannot be changed.`;
    throw new WorkspaceError("PERMISSION_DENIED", text);
  }

  #expectSettled(endpoint: EndpointRecord): void {
    if (stateOf(endpoint).config_update === "NOT_UPDATING") return;
    const text = `Endpoint '${endpoint.name}' is being updated: wait until that is done.`;
    throw new WorkspaceError("RESOURCE_CONFLICT", text);
  }
}

function entityIn(
  entities: readonly ServedEntity[],
  wanted: string,
  endpoint: string,
): ServedEntity {
  const entity = entities.find(({ name }) => name === wanted);
  if (entity) return entity;
  const text = `Served model with name '${wanted}' does not exist in endpoint '${endpoint}'.`;
  throw new WorkspaceError("RESOURCE_DOES_NOT_EXIST", text);
}

function extrasOf(request: CreateEndpoint): EndpointExtras {
  const { ai_gateway, budget_policy_id, description, email_notifications } = request;
  const { rate_limits, telemetry_config, uc_system_metrics_export_state } = request;
  return {
    ai_gateway,
    budget_policy_id,
    description,
    email_notifications,
    rate_limits,
    telemetry_config,
    uc_system_metrics_export_state,
  };
}

function withTags(
  tags: readonly Tag[],
  added: readonly Tag[],
  removed: readonly string[],
): readonly Tag[] {
  const byKey = new Map(tags.map((tag) => [tag.key, tag]));
  for (const key of removed) byKey.delete(key);
  for (const tag of added) byKey.set(tag.key, tag);
  return [...byKey.values()];
}
