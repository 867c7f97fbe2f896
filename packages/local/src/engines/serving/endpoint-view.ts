import {
  taskOf,
  type EndpointConfig,
  type EndpointRecord,
  type ServedEntity,
  type TrafficRoute,
} from "./endpoint-record.js";

/** Whether an endpoint answers, and whether it is about to change. */
export interface EndpointState {
  readonly ready: "NOT_READY" | "READY";
  readonly config_update: "IN_PROGRESS" | "NOT_UPDATING";
}

interface EntityView extends ServedEntity {
  readonly state: { readonly deployment: string; readonly deployment_state_message: string };
}

interface ConfigView {
  readonly config_version: number;
  readonly served_entities: EntityView[];
  readonly served_models?: object[];
  readonly traffic_config: { readonly routes: TrafficRoute[] };
  readonly auto_capture_config?: object | undefined;
}

/** An endpoint as callers see it, by the API's names. */
export interface EndpointDetails extends Omit<
  EndpointRecord,
  "config" | "pending" | "rate_limits" | "tags"
> {
  readonly state: EndpointState;
  readonly tags: { key: string; value?: string | undefined }[];
  readonly task?: string;
  readonly config?: ConfigView;
  readonly pending_config?: ConfigView & { readonly start_time: number };
}

/** An endpoint in a list. */
export interface EndpointSummary extends Omit<
  EndpointDetails,
  "config" | "email_notifications" | "pending_config" | "route_optimized"
> {
  readonly config?: { readonly served_entities: object[] };
}

/** Whether an endpoint can be queried. */
export function stateOf({ config, pending }: EndpointRecord): EndpointState {
  return {
    ready: config ? "READY" : "NOT_READY",
    config_update: pending ? "IN_PROGRESS" : "NOT_UPDATING",
  };
}

/** The whole of what a caller may see of an endpoint. */
export function detailsOf(record: EndpointRecord): EndpointDetails {
  const { config, pending, rate_limits: _shownNowhere, ...rest } = record;
  const task = taskOf(record);
  return {
    ...rest,
    tags: [...record.tags],
    state: stateOf(record),
    ...(task !== undefined && { task }),
    ...(config && { config: configView(config, true) }),
    ...(pending && {
      pending_config: { ...configView(pending.config, false), start_time: pending.startTime },
    }),
  };
}

/** An endpoint in a list: what it serves, and nothing of how. */
export function summaryOf(record: EndpointRecord): EndpointSummary {
  const { email_notifications: _mail, route_optimized: _address, ...details } = detailsOf(record);
  const { config, pending_config, ...summary } = details;
  const shown = config ?? pending_config;
  if (!shown) return summary;
  const entities = shown.served_entities.map((entity) => {
    const { name, entity_name, entity_version, external_model, foundation_model } = entity;
    return { name, entity_name, entity_version, external_model, foundation_model };
  });
  return { ...summary, config: { served_entities: entities } };
}

function configView(config: EndpointConfig, ready: boolean): ConfigView {
  const { asModels, ...rest } = config;
  const deployment = ready ? "DEPLOYMENT_READY" : "DEPLOYMENT_CREATING";
  const entities = config.served_entities.map((entity) => ({
    ...entity,
    state: { deployment, deployment_state_message: "" },
  }));
  return {
    ...rest,
    served_entities: entities,
    ...(asModels && { served_models: entities.map(modelView) }),
    traffic_config: { routes: [...config.traffic_config.routes] },
  };
}

function modelView({ entity_name, entity_version, ...rest }: EntityView): object {
  return { ...rest, model_name: entity_name, model_version: entity_version };
}
