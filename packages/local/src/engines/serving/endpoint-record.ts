import type { RateLimit } from "./rate-limits.js";

/** A model, or a function, that an endpoint serves, by the API's names. */
export interface ServedEntity {
  readonly name: string;
  readonly creator?: string;
  /** Milliseconds since the Unix epoch. */
  readonly creation_timestamp: number;
  readonly entity_name?: string;
  readonly entity_version?: string;
  /** Another provider's model; its secrets are not kept. */
  readonly external_model?: ExternalModel;
  readonly foundation_model?: { readonly name: string; readonly display_name: string };
  readonly workload_type?: string;
}

/** Another provider's model; what else it says is kept and given back. */
export interface ExternalModel {
  readonly name: string;
  readonly provider: string;
  /** `llm/v1/chat` */
  readonly task: string;
}

/** What an endpoint serves. */
export interface EndpointConfig {
  readonly config_version: number;
  readonly served_entities: readonly ServedEntity[];
  readonly traffic_config: { readonly routes: readonly TrafficRoute[] };
  readonly auto_capture_config?: object | undefined;
  /** Whether it was asked for by the older name, `served_models`. */
  readonly asModels: boolean;
}

/** The share of the queries that an entity gets. */
export interface TrafficRoute {
  readonly served_entity_name?: string | undefined;
  /** The older name of the field before. */
  readonly served_model_name?: string | undefined;
  /** Of a hundred. */
  readonly traffic_percentage: number;
}

/** A name and a value. */
export interface Tag {
  readonly key: string;
  readonly value?: string | undefined;
}

/** What can be changed about an endpoint beside what it serves; kept and given back. */
export interface EndpointExtras {
  readonly ai_gateway?: object | undefined;
  readonly budget_policy_id?: string | undefined;
  readonly description?: string | undefined;
  readonly email_notifications?: object | undefined;
  readonly rate_limits?: readonly RateLimit[] | undefined;
  readonly telemetry_config?: object | undefined;
  readonly uc_system_metrics_export_state?: string | undefined;
}

/** What is kept of an endpoint. */
export interface EndpointRecord extends EndpointExtras {
  /** 32 hexadecimal digits. */
  readonly id: string;
  readonly name: string;
  /** Undefined: the platform's own. */
  readonly creator?: string;
  readonly creation_timestamp: number;
  readonly last_updated_timestamp: number;
  readonly tags: readonly Tag[];
  readonly route_optimized: boolean;
  /** What its models are for, `llm/v1/chat`; undefined: their config says so, or nobody does. */
  readonly task?: string;
  /** What is served now. */
  readonly config?: EndpointConfig | undefined;
  /** What will be served instead, and from when. */
  readonly pending?: PendingConfig | undefined;
}

/** A config that is being deployed. */
export interface PendingConfig {
  readonly config: EndpointConfig;
  /** Milliseconds since the Unix epoch, by the workspace's clock. */
  readonly startTime: number;
  readonly readyAt: number;
}

/** What an endpoint is for, as its models say: `llm/v1/chat`; undefined: they don't. */
export function taskOf({ task, config, pending }: EndpointRecord): string | undefined {
  if (task !== undefined) return task;
  const [first] = (config ?? pending?.config)?.served_entities ?? [];
  return first?.external_model?.task;
}
