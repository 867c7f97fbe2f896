import type { Clock } from "../clock/index.js";
import type { IdentityEngine } from "../engines/identity/index.js";
import type { OAuthEngine } from "../engines/oauth/index.js";
import type { PermissionEngine } from "../engines/permissions/index.js";
import {
  EndpointEngine,
  EndpointQueries,
  Responder,
  type ExternalFunctionHandlers,
  type PlayedScripts,
  type ServingHandler,
} from "../engines/serving/index.js";
import { externalFunctionsHandlers } from "../handlers/external-functions.js";
import { objectPermissionsHandlers } from "../handlers/object-permissions.js";
import { answerQueries } from "../handlers/serving-queries.js";
import { servingEndpointsHandlers } from "../handlers/serving-endpoints.js";
import type { Store } from "../state/index.js";
import type { AccessRule, AccessRules } from "./access-rules.js";
import { admitToDataPlane, detailsFor } from "./data-plane-gate.js";
import { dataPlanePath, servingRoutes } from "./serving-routes.js";
import type { WorkspacePart } from "./workspace-part.js";

/** What answers in place of models and of services outside. */
export interface ServingReplies {
  /** Replies to come, before all others. */
  readonly scripts: PlayedScripts;
  /** By the endpoint's name; `*` for all others. */
  readonly handlers: Readonly<Record<string, ServingHandler>>;
  readonly externalFunctions: ExternalFunctionHandlers;
}

/** What the endpoints of a workspace are made with. */
export interface ServingSurroundings {
  readonly workspaceId: number;
  readonly store: Store;
  readonly clock: Clock;
  readonly identity: IdentityEngine;
  readonly oauth: OAuthEngine;
  readonly permissions: PermissionEngine;
  /** Whose the platform's endpoints of a new workspace are; everybody may query them. */
  readonly adminId: string;
  readonly replies: ServingReplies;
}

const KIND = "serving-endpoints";
const LEVELS = ["CAN_MANAGE", "CAN_QUERY", "CAN_VIEW"];

/** The serving endpoints of a workspace, and the services outside that it calls. */
export function servingPart(surroundings: ServingSurroundings): WorkspacePart {
  const { workspaceId, store, clock, permissions, adminId, replies } = surroundings;
  const endpoints = new EndpointEngine(store, clock);
  for (const id of endpoints.seed()) {
    const users = { group_name: "users", permission_level: "CAN_QUERY" };
    permissions.created(KIND, id, [users], adminId);
  }
  const queries = new EndpointQueries(endpoints, new Responder({ clock, ...replies }), clock);
  const answer = answerQueries(queries, (endpoint, { principal }) => {
    const id = endpoints.idOf(endpoint);
    if (id !== undefined) permissions.check(KIND, id, "CAN_QUERY", principal.id);
  });
  return {
    handlers: {
      "serving.ServingEndpointsAPI": {
        ...servingEndpointsHandlers(endpoints, {
          queries,
          answer,
          levelOf: (id, { principal }) =>
            LEVELS.find((level) => permissions.allows(KIND, id, level, principal.id)),
          dataPlane: ({ id }, { host }) => ({
            endpoint_url: host + dataPlanePath(id, workspaceId),
            authorization_details: JSON.stringify([detailsFor(id)]),
          }),
        }),
        ...externalFunctionsHandlers(replies.externalFunctions),
        ...objectPermissionsHandlers(
          permissions,
          KIND,
          (request: { serving_endpoint_id: string }) => request.serving_endpoint_id,
        ),
      },
    },
    rawRoutes: servingRoutes(endpoints, answer, (authorization, id) =>
      admitToDataPlane(authorization, id, surroundings),
    ),
    objects: { [KIND]: (id) => endpoints.nameOf(id) },
    rules: rulesOf(endpoints),
  };
}

function rulesOf(endpoints: EndpointEngine): AccessRules {
  const endpoint = (level: string): AccessRule => ({
    object: [KIND, "name", level],
    idOf: (name) => endpoints.idOf(name),
  });
  const creates: AccessRule = { creates: [KIND, "id"] };
  const view = endpoint("CAN_VIEW");
  const manage = endpoint("CAN_MANAGE");
  return {
    "serving.ServingEndpointsAPI": {
      create: creates,
      createProvisionedThroughputEndpoint: creates,
      get: view,
      list: { shows: ["endpoints", KIND, "id"] },
      getOpenApi: view,
      exportMetrics: view,
      buildLogs: view,
      logs: view,
      updateConfig: manage,
      updateProvisionedThroughputEndpointConfig: manage,
      patch: manage,
      put: manage,
      putAiGateway: manage,
      updateNotifications: manage,
      patchTelemetryConfig: manage,
      patchSystemMetricsExportState: manage,
      delete: { ...manage, deletes: true },
    },
  };
}
