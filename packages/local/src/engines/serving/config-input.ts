import { WorkspaceError } from "../../errors/index.js";
import type {
  EndpointConfig,
  ExternalModel,
  ServedEntity,
  TrafficRoute,
} from "./endpoint-record.js";
import { withoutSecrets } from "./without-secrets.js";

/** A model to serve, by the API's names; what else it says is kept and given back. */
export interface EntityInput {
  readonly name?: string | undefined;
  readonly entity_name?: string | undefined;
  readonly entity_version?: string | undefined;
  readonly external_model?: ExternalModel | undefined;
  readonly workload_type?: string | undefined;
}

/** The same in the older form. */
export interface ModelInput {
  readonly name?: string | undefined;
  readonly model_name: string;
  readonly model_version: string;
  readonly workload_type?: string | undefined;
}

/** What an endpoint is to serve. */
export interface ConfigInput {
  readonly auto_capture_config?: object | undefined;
  readonly served_entities?: readonly EntityInput[] | undefined;
  readonly served_models?: readonly ModelInput[] | undefined;
  readonly traffic_config?: { readonly routes?: readonly TrafficRoute[] | undefined } | undefined;
}

/** Who asks for a config, and when. */
export interface ConfigContext {
  readonly user: string;
  readonly now: number;
  readonly version: number;
}

const MOST_ENTITIES = 15;

/**
 * The config that a request comes to, with names and routes filled in.
 *
 * @throws WorkspaceError `INVALID_PARAMETER_VALUE` naming the field
 */
export function readConfig(input: ConfigInput, context: ConfigContext): EndpointConfig {
  const { served_entities: entities = [], served_models: models = [] } = input;
  if (entities.length > 0 && models.length > 0) {
    throw invalid("served_entities and served_models cannot be used together.");
  }
  const asked = models.length > 0 ? models.map(entityOf) : entities;
  if (asked.length < 1 || asked.length > MOST_ENTITIES) {
    throw invalid(`served_entities must name 1 to ${MOST_ENTITIES} entities.`);
  }
  const served = asked.map((entity, index) => readEntity(entity, index, context));
  const names = served.map(({ name }) => name);
  const twice = names.find((name, index) => names.indexOf(name) !== index);
  if (twice !== undefined) throw invalid(`served_entities has two entities with name ${twice}.`);
  return {
    config_version: context.version,
    served_entities: served,
    traffic_config: { routes: readRoutes(input.traffic_config?.routes ?? [], names) },
    auto_capture_config: input.auto_capture_config,
    asModels: models.length > 0,
  };
}

/** The error of a field that the caller has to change. */
export function invalid(message: string): WorkspaceError {
  return new WorkspaceError("INVALID_PARAMETER_VALUE", message);
}

function entityOf({ model_name, model_version, ...rest }: ModelInput): EntityInput {
  return { ...rest, entity_name: model_name, entity_version: model_version };
}

function readEntity(input: EntityInput, index: number, context: ConfigContext): ServedEntity {
  const { entity_name: model, external_model: external } = input;
  if ((model === undefined) === (external === undefined)) {
    throw invalid(
      `served_entities[${index}] must name either entity_name and entity_version or external_model.`,
    );
  }
  const { burst_scaling_enabled: _writeOnly, ...kept } = withoutSecrets(input) as EntityInput & {
    burst_scaling_enabled?: boolean;
  };
  const name = input.name || defaultName(input);
  return {
    ...(kept as Omit<ServedEntity, "creation_timestamp" | "name">),
    ...(model !== undefined && { workload_type: input.workload_type ?? "CPU" }),
    name,
    creator: context.user,
    creation_timestamp: context.now,
  };
}

function defaultName({ entity_name, entity_version, external_model }: EntityInput): string {
  if (external_model) return external_model.name.replaceAll(/[.:]/g, "-");
  return entity_version === undefined ? `${entity_name}` : `${entity_name}-${entity_version}`;
}

function readRoutes(
  routes: readonly TrafficRoute[],
  names: readonly string[],
): readonly TrafficRoute[] {
  if (routes.length === 0) return evenRoutes(names);
  for (const route of routes) {
    const name = routeName(route);
    if (names.includes(name)) continue;
    throw invalid(`traffic_config.routes names ${name}, which is not among the served entities.`);
  }
  const sum = routes.reduce((total, { traffic_percentage }) => total + traffic_percentage, 0);
  if (sum === 100) return routes;
  throw invalid(`traffic_percentage of traffic_config.routes must sum to 100; it is ${sum}.`);
}

/** Which entity a route leads to. */
export function routeName({ served_entity_name, served_model_name }: TrafficRoute): string {
  return served_entity_name ?? served_model_name ?? "";
}

/** A hundred shared out, the first getting what is left over. */
function evenRoutes(names: readonly string[]): readonly TrafficRoute[] {
  const share = Math.floor(100 / names.length);
  return names.map((name, index) => ({
    served_model_name: name,
    served_entity_name: name,
    traffic_percentage: index === 0 ? 100 - share * (names.length - 1) : share,
  }));
}
