import type { ServingEndpointDetailed } from "databricks-sdk-ts/serving";
import type { Handlers } from "../contract/index.js";
import {
  metricsOf,
  openApiOf,
  type EndpointDetails,
  type EndpointEngine,
  type EndpointQueries,
} from "../engines/serving/index.js";
import { Reply, type RequestContext } from "../http/context.js";
import type { AnswerQuery } from "./serving-queries.js";

/** What the handlers need beside the engine. */
export interface ServingSurroundings {
  readonly queries: EndpointQueries;
  readonly answer: AnswerQuery;
  /** The most that the caller may do with an endpoint; undefined: nothing. */
  levelOf(endpointId: string, context: RequestContext): string | undefined;
  /** Where an endpoint is reached on the data plane, and what a token for it is asked for with. */
  dataPlane(
    endpoint: EndpointDetails,
    context: RequestContext,
  ): { readonly endpoint_url: string; readonly authorization_details: string };
}

type ServingHandlers = Handlers["serving.ServingEndpointsAPI"];

/** Serves `serving.ServingEndpointsAPI`, without permissions and external functions. */
export function servingEndpointsHandlers(
  engine: EndpointEngine,
  surroundings: ServingSurroundings,
): Partial<ServingHandlers> {
  const { queries, answer } = surroundings;
  const show = (endpoint: EndpointDetails, context: RequestContext): ServingEndpointDetailed =>
    toWire(endpoint, context, surroundings);
  return {
    ...changes(engine, show),
    create: (request, context) => show(engine.create(request, context.principal.userName), context),
    get: ({ name }, context) => show(engine.get(name), context),
    list: () => ({ endpoints: engine.list() }),
    delete: ({ name }) => engine.delete(name),
    query: ({ name, ...body }, context) => answer({ endpoint: name, body }, context),
    getOpenApi: ({ name }, { host }) => new Reply(200, openApiOf(engine.get(name), host)),
    exportMetrics: ({ name }) => {
      const text = metricsOf(engine.get(name).name, queries.counts(name));
      return new Reply(200, text, { "content-type": "text/plain; version=0.0.4" });
    },
    buildLogs: ({ name, served_model_name: entity }) => {
      engine.entity(name, entity);
      return { logs: `Nothing is built for ${entity}: the local workspace runs no models.\n` };
    },
    logs: ({ name, served_model_name: entity }) => {
      const { isReady } = engine.entity(name, entity);
      const text = isReady ? "answers queries" : "is being deployed";
      return { logs: `${entity} ${text}.\n` };
    },
  };
}

/** The operations that change an endpoint. */
function changes(
  engine: EndpointEngine,
  show: (endpoint: EndpointDetails, context: RequestContext) => ServingEndpointDetailed,
): Partial<ServingHandlers> {
  return {
    createProvisionedThroughputEndpoint: (request, context) =>
      show(engine.create(request, context.principal.userName), context),
    updateConfig: ({ name, ...config }, context) =>
      show(engine.updateConfig(name, config, context.principal.userName), context),
    updateProvisionedThroughputEndpointConfig: ({ name, config }, context) =>
      show(engine.updateConfig(name, config, context.principal.userName), context),
    patch: ({ name, add_tags = [], delete_tags = [] }) => ({
      tags: [...engine.patchTags(name, add_tags, delete_tags)],
    }),
    put: ({ name, rate_limits }) => {
      engine.change(name, { rate_limits });
      return { rate_limits };
    },
    putAiGateway: ({ name, ...ai_gateway }) => {
      engine.change(name, { ai_gateway });
      return ai_gateway;
    },
    updateNotifications: ({ name, email_notifications }) => {
      engine.change(name, { email_notifications });
      return { name, email_notifications };
    },
    patchTelemetryConfig: ({ name, telemetry_config }, context) =>
      show(engine.change(name, { telemetry_config }), context),
    patchSystemMetricsExportState: ({ name, uc_system_metrics_export_state }, context) =>
      show(engine.change(name, { uc_system_metrics_export_state }), context),
  };
}

function toWire(
  endpoint: EndpointDetails,
  context: RequestContext,
  { dataPlane, levelOf }: ServingSurroundings,
): ServingEndpointDetailed {
  const level = levelOf(endpoint.id, context);
  const query_info = endpoint.route_optimized ? dataPlane(endpoint, context) : undefined;
  return {
    ...endpoint,
    ...(level !== undefined && { permission_level: level }),
    ...(query_info && {
      endpoint_url: query_info.endpoint_url,
      data_plane_info: { query_info },
    }),
  };
}
